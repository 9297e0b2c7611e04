"""What can be wrong with people, sites and settings."""

from kaodoki.errors import KaodokiError


class EmployeeUnknown(KaodokiError):
    code = "employee_unknown"
    ja = "従業員コード {employee_code} の従業員は登録されていません。コードを確認してください。"
    en = "There is no employee with the code {employee_code}. Check the code."


class EmployeeExists(KaodokiError):
    code = "employee_exists"
    ja = "従業員コード {employee_code} はすでに使われています。別のコードを指定してください。"
    en = "The employee code {employee_code} is taken. Use another code."


class SiteUnknown(KaodokiError):
    code = "site_unknown"
    ja = "拠点コード {site_code} の拠点は登録されていません。コードを確認してください。"
    en = "There is no site with the code {site_code}. Check the code."


class SiteExists(KaodokiError):
    code = "site_exists"
    ja = "拠点コード {site_code} はすでに使われています。別のコードを指定してください。"
    en = "The site code {site_code} is taken. Use another code."


class CompanyExists(KaodokiError):
    code = "company_exists"
    ja = "企業コード {company_code} はすでに使われています。別のコードを指定してください。"
    en = "The company code {company_code} is taken. Use another code."


class SettingsInvalid(KaodokiError):
    code = "settings_invalid"
    ja = "設定 {name} の値が正しくありません。{reason_ja}。"
    en = "The setting {name} is not valid: {reason}"


class SettingsOutdated(KaodokiError):
    code = "settings_outdated"
    ja = "ほかの管理者が先に変更しました({names})。現在の値を確認して、もう一度保存してください。"
    en = "Somebody else has changed this in the meantime ({names}). Look at the values and save again."
