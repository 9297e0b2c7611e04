"""The schemas of people, punches and totals."""

from attendance_server.webapi.openapi.parts import (
    BOOLEAN,
    COUNT,
    DATE,
    DAYS,
    HOUR_MINUTE,
    INSTANT,
    INTEGER,
    KEY,
    MINUTES,
    MOMENT,
    NUMBER,
    TEXT,
    Schema,
    array,
    closed,
    minutes,
    ref,
)

_CODE_AND_NAME = {"code": TEXT, "name": TEXT}
_PERSON: Schema = {
    "divisionCode": TEXT,
    "divisionName": TEXT,
    "gender": {"enum": ["male", "female", "no_selected"]},
    "typeCode": TEXT,
    "typeName": TEXT,
    "code": TEXT,
    "key": KEY,
    "lastName": TEXT,
    "firstName": TEXT,
    "employeeGroups": array(closed(_CODE_AND_NAME)),
    "lastNamePhonetics": TEXT,
    "firstNamePhonetics": TEXT,
    "hiredDate": DATE,
    "birthDate": DATE,
    "resignationDate": DATE,
    "emailAddresses": array(TEXT),
    "allDayRegardingWorkInMinute": {"type": "integer", "minimum": 0, "maximum": 1440},
}
_ADDITIONAL = [name for name in _PERSON if list(_PERSON).index(name) >= list(_PERSON).index("lastNamePhonetics")]
_ABSENT_AFTER_POST = ["divisionName", "typeName", "employeeGroups"]
_PHONETICS = ("lastNamePhonetics", "firstNamePhonetics")
_CURRENT = {
    name: of for name, of in _PERSON.items() if name != "key" and (name not in _ADDITIONAL or name in _PHONETICS)
}
_RECORD: Schema = {
    "time": INSTANT,
    "code": {"enum": ["1", "2", "3", "4", "7", "8"]},
    "name": TEXT,
    "divisionCode": TEXT,
    "divisionName": TEXT,
    "credentialCode": INTEGER,
    "credentialName": TEXT,
    "latitude": NUMBER,
    "longitude": NUMBER,
}
_RECORD_OPTIONAL = ("credentialCode", "credentialName", "latitude", "longitude")
_OF_PERSON_AND_DAY = {"date": DATE, "employeeKey": KEY}
_OF_PERSON_AND_MONTH = {
    "year": INTEGER,
    "month": {"type": "integer", "minimum": 1, "maximum": 12},
    "employeeKey": KEY,
    "startDate": DATE,
    "endDate": DATE,
}
_WITH_PERSON = {"currentDateEmployee": ref("CurrentEmployee")}
_WORKPLACE = {"workPlaceDivisionCode": TEXT, "workPlaceDivisionName": TEXT}
_HOLIDAY = {"code": INTEGER, "name": TEXT}
_HALF_DAY = closed({"typeName": TEXT, **_HOLIDAY}, optional=("typeName",))
_HOURS = closed({"start": MOMENT, "end": MOMENT, "minutes": MINUTES, **_HOLIDAY}, optional=("start", "end"))
_HOLIDAY_WORK = minutes("normal", "night", "overtime", "nightOvertime", "extra", "nightExtra")
_COSTS = {"laborCostEstimate": COUNT, "transportationExpense": COUNT}
_OVERTIMES = ("Overtime", "NightOvertime")

PEOPLE: Schema = {
    "Token": closed({"token": TEXT}),
    "Available": closed({"available": BOOLEAN}),
    "Company": closed(
        {
            "key": KEY,
            "code": TEXT,
            "name": TEXT,
            "host": TEXT,
            "businessYearStartDate": {"type": "string", "pattern": r"^\d{2}/\d{2}$"},
            "settings": closed(
                {
                    "timeDisplayFormat": {"enum": ["decimal", "sexagesimal"]},
                    "decimalTreatType": {"enum": ["roundDown", "roundUp", "round"]},
                    "halfDayWorkingCount": {"enum": ["oneDay", "halfDay"]},
                }
            ),
        }
    ),
    "Administrator": closed(
        {
            **_CODE_AND_NAME,
            "key": KEY,
            "emailAddresses": array(TEXT),
            "associatedEmployees": array(closed({"code": TEXT, "key": KEY, "lastName": TEXT, "firstName": TEXT})),
        },
        optional=("emailAddresses", "associatedEmployees"),
    ),
    "Division": closed({**_CODE_AND_NAME, "dayBorderTime": HOUR_MINUTE}),
    "WorkingType": closed(_CODE_AND_NAME),
    "EmployeeGroup": closed({**_CODE_AND_NAME, "category": closed(_CODE_AND_NAME)}, optional=("category",)),
    "Employee": closed(_PERSON, optional=_ADDITIONAL),
    "NewEmployee": closed(
        {name: of for name, of in _PERSON.items() if name not in _ABSENT_AFTER_POST}, optional=_ADDITIONAL
    ),
    "CurrentEmployee": closed(_CURRENT, optional=_PHONETICS),
}
WORKINGS: Schema = {
    "TimeRecord": closed(_RECORD, optional=_RECORD_OPTIONAL),
    "RegisteredPunch": closed({**_OF_PERSON_AND_DAY, "timeRecord": ref("TimeRecord")}),
    "DayPunches": closed(
        {**_OF_PERSON_AND_DAY, "timeRecord": array(ref("TimeRecord")), **_WITH_PERSON}, optional=list(_WITH_PERSON)
    ),
    "HolidaysObtained": closed(
        {"fulltimeHoliday": closed(_HOLIDAY), "halfdayHolidays": array(_HALF_DAY), "hourHolidays": array(_HOURS)},
        optional=("fulltimeHoliday", "halfdayHolidays", "hourHolidays"),
    ),
    "DayTotals": closed(
        {
            **_OF_PERSON_AND_DAY,
            **_WORKPLACE,
            "isClosing": BOOLEAN,
            "isHelp": BOOLEAN,
            "isError": BOOLEAN,
            "workdayTypeName": {"enum": ["平日", "法定休日", "法定外休日"]},
            **minutes("assigned", "unassigned", "overtime", "lateNight", "lateNightUnassigned", "lateNightOvertime"),
            **minutes("breakTime", "late", "earlyLeave", "totalWork", "discretionaryVacation"),
            "holidaysObtained": ref("HolidaysObtained"),
            "customDailyWorkings": {"type": "array", "maxItems": 0},
            **_WITH_PERSON,
        },
        optional=["holidaysObtained", *_WITH_PERSON],
    ),
    "DayCosts": closed({**_OF_PERSON_AND_DAY, **_COSTS, **_WITH_PERSON}, optional=list(_WITH_PERSON)),
    "MonthCosts": closed({**_OF_PERSON_AND_MONTH, **_COSTS, **_WITH_PERSON}, optional=list(_WITH_PERSON)),
    "HolidayWork": closed({**_HOLIDAY_WORK, "count": COUNT, "dayCount": DAYS}),
    "MonthTotals": closed(
        {
            **_OF_PERSON_AND_MONTH,
            **dict.fromkeys(("workingCount", "weekdayWorkingCount", "lateCount", "earlyLeaveCount"), COUNT),
            **dict.fromkeys(("workingDayCount", "workingdayCount", "weekdayWorkingdayCount"), DAYS),
            "absentdayCount": COUNT,
            "holidaysObtained": array(closed({"dayCount": DAYS, "minutes": MINUTES, **_HOLIDAY})),
            **minutes("assigned", "unassigned", "overtime", "night", "nightUnassigned", "nightOvertime", "breakSum"),
            **minutes("late", "earlyLeave", "bind", "regarding"),
            "holidayWork": closed(_HOLIDAY_WORK),
            "premiumWork": closed(minutes("overtime1", "nightOvertime1", "overtime2", "nightOvertime2")),
            "legalHolidayWork": ref("HolidayWork"),
            "generalHolidayWork": ref("HolidayWork"),
            "isClosing": BOOLEAN,
            "customMonthlyWorkings": {"type": "array", "maxItems": 0},
            "intervalShortageCount": COUNT,
            "weeklyWork": closed(
                minutes("overtime", "nightOvertime", "generalHolidayOvertime", "generalHolidayNightOvertime")
            ),
            "variationalWork": closed(
                minutes(
                    *(f"{of}{name}" for of in ("yearly", "monthly", "weekly") for name in _OVERTIMES),
                    *(f"{of}LegalHoliday{name}" for of in ("monthly", "weekly") for name in _OVERTIMES),
                    *(f"{of}GeneralHoliday{name}" for of in ("yearly", "monthly", "weekly") for name in _OVERTIMES),
                )
            ),
            "isConfirmation": BOOLEAN,
            **_WITH_PERSON,
        },
        # Which casing of the day count is answered is a switch.
        optional=(
            *("workingDayCount", "workingdayCount", "weeklyWork", "variationalWork", "isConfirmation"),
            *_WITH_PERSON,
        ),
    ),
}
