"""What the command line does with the database. Imported after Django is set up, which `cli` does first."""

from django.db import connection
from django_scopes import scope

from kaodoki.accounts.services import create_administrator, create_token
from kaodoki.errors import KaodokiError
from kaodoki.people.models import Company
from kaodoki.people.services import create_company, create_site


class CompanyUnknown(KaodokiError):
    code = "company_unknown"
    ja = "企業コード {company_code} の企業は登録されていません。kaodoki company create で作成してください。"
    en = "There is no company with the code {company_code}. Make it with kaodoki company create."


def make_company(code: str, name: str) -> None:
    create_company(code, name)


def make_site(company_code: str, code: str, name: str, day_start: str) -> None:
    company = company_by_code(company_code)
    with scope(company=company):
        create_site(company, code, name, day_start=day_start)


def make_administrator(company_code: str, login: str, password: str, role: str) -> None:
    create_administrator(company_by_code(company_code), login, password, role)


def make_token(company_code: str, name: str, role: str) -> str:
    """The secret, which can be shown only now."""
    _, secret = create_token(company_by_code(company_code), name, role)
    return secret


def database_version() -> str:
    """Asks the database, so that it is known to answer."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return str(cursor.fetchone()[0])


def company_by_code(code: str) -> Company:
    """The company of that code, or `CompanyUnknown`."""
    company = Company.objects.filter(code=code).first()
    if company is None:
        raise CompanyUnknown(company_code=code)
    return company
