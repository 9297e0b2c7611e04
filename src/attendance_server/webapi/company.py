"""The one company of this server, as the WebAPI shows it."""

from attendance_server.work_rules import Agreement

BUSINESS_YEAR_START = (4, 1)
# The company's agreement on overtime (36協定), whose year is the business year; `Employee.article36_coverage` differs.
AGREEMENT = Agreement(first_month=BUSINESS_YEAR_START[0])
COMPANY = {
    "key": "0c6f0f8e2f7f4a8f9a4c7be6b9b0a3d15be1c9d4a2f84c0c8f3bb7e5d1a69e27",
    "code": "attendance-server",
    "name": "勤怠サーバー",
    "host": "localhost",
    "businessYearStartDate": "{:02d}/{:02d}".format(*BUSINESS_YEAR_START),
    "settings": {"timeDisplayFormat": "sexagesimal", "decimalTreatType": "round", "halfDayWorkingCount": "halfDay"},
}
