"""The schemas of schedules, applications, holiday balances and refusals, and those of what is sent."""

from attendance_server.webapi.openapi.parts import (
    BOOLEAN,
    CODE_IN,
    DATE,
    INSTANT_IN,
    INTEGER,
    KEY,
    MINUTES,
    MOMENT,
    MOMENT_IN,
    NUMBER,
    TEXT,
    Schema,
    array,
    closed,
    ref,
)

_WITH_PERSON = {"currentDateEmployee": ref("CurrentEmployee")}
_HOLIDAY = {"code": INTEGER, "name": TEXT}
_LOT = closed(
    {"date": DATE, "days": NUMBER, "minutes": MINUTES, "effectivePeriod": DATE},
    optional=("days", "minutes", "effectivePeriod"),
)
_TAKEN = closed({"date": DATE, "days": NUMBER, "minutes": MINUTES}, optional=("days", "minutes"))
_APPLICATION = closed(
    {
        "date": DATE,
        "requestedDate": DATE,
        "employeeKey": KEY,
        "requestKey": KEY,
        "applicant": closed({"type": {"enum": ["employee", "administrator"]}, "key": KEY}),
        "status": {"enum": ["applying", "approved", "rejected"]},
        "currentFlow": {"type": "integer", "minimum": 1, "maximum": 5},
        "lastModifiedAdministratorKey": KEY,
        "message": TEXT,
        "adminComment": TEXT,
        "requested": {"type": "object"},
        "current": {"type": "object"},
        "flow": array(
            closed({"level": {"type": "integer", "minimum": 1, "maximum": 5}, "administratorKeys": array(KEY)})
        ),
    },
    optional=("lastModifiedAdministratorKey", "message", "adminComment", "flow"),
)
_SCHEDULE: Schema = {
    "date": DATE,
    "employeeKey": KEY,
    "clockInSchedule": MOMENT,
    "clockOutSchedule": MOMENT,
    "breakSchedule": MINUTES,
    "workDayTypeName": {"enum": ["平日", "法定休日", "法定外休日"]},
    "holidaysObtained": ref("HolidaysObtained"),
    "workPlaceDivisionCode": TEXT,
    "workPlaceDivisionName": TEXT,
    "scheduleTypeName": {"enum": ["通常勤務", "シフト"]},
    "note": TEXT,
    **_WITH_PERSON,
}

PLANS: Schema = {
    "Schedule": closed(
        _SCHEDULE,
        optional=[n for n in _SCHEDULE if n not in ("date", "employeeKey", "workDayTypeName", "scheduleTypeName")],
    ),
    "Application": _APPLICATION,
    "HolidayRemained": closed(
        {
            "date": DATE,
            "closeDate": DATE,
            "employeeKey": KEY,
            "holidayRemained": array(closed({"day": NUMBER, "minutes": INTEGER, **_HOLIDAY})),
            **_WITH_PERSON,
        },
        optional=list(_WITH_PERSON),
    ),
    "HolidayYear": closed(
        {
            "year": {"type": "string", "pattern": r"^\d{4}$"},
            "startDate": DATE,
            "endDate": DATE,
            "closeDate": DATE,
            "employees": array(
                closed(
                    {
                        "employeeKey": KEY,
                        **_WITH_PERSON,
                        "holidays": array(
                            closed(
                                {
                                    **_HOLIDAY,
                                    "granted": array(_LOT),
                                    "obtained": array(_TAKEN),
                                    "remained": array(_LOT),
                                    "expired": array(_LOT),
                                }
                            )
                        ),
                    },
                    optional=list(_WITH_PERSON),
                )
            ),
        }
    ),
}
REFUSALS: Schema = {
    "Errors": closed({"errors": {"type": "array", "minItems": 1, "items": closed({"message": TEXT, "code": INTEGER})}}),
    "TooManyRequests": closed({"code": TEXT, "message": TEXT}),
}
SENT: Schema = {
    "EmployeeBody": {
        "type": "object",
        "properties": {
            "divisionCode": CODE_IN,
            "gender": {"enum": ["male", "female", "no_selected"]},
            "typeCode": CODE_IN,
            "code": CODE_IN,
            "lastName": TEXT,
            "firstName": TEXT,
            "lastNamePhonetics": TEXT,
            "firstNamePhonetics": TEXT,
            "hiredDate": TEXT,
            "birthDate": TEXT,
            "resignationDate": TEXT,
            "emailAddresses": {"anyOf": [array(TEXT), {"const": ""}]},
            "allDayRegardingWorkInMinute": {"anyOf": [{"type": "integer"}, {"const": ""}]},
        },
    },
    "PunchBody": {
        "type": "object",
        "properties": {
            "time": INSTANT_IN,
            "date": {**DATE, "description": "working day; may be absent with isOmittedWorkingDay"},
            "code": CODE_IN,
            "isOmittedWorkingDay": BOOLEAN,
            "divisionCode": CODE_IN,
            "latitude": NUMBER,
            "longitude": NUMBER,
            "longtitude": {**NUMBER, "description": "the misspelling that real clients send"},
            "credentialCode": INTEGER,
            "credentialName": TEXT,
            "employeeKey": {**TEXT, "description": "repeated by some clients; the path decides"},
        },
        "required": ["time"],
    },
    "ScheduleBody": {
        "type": "object",
        "properties": {
            "clockInSchedule": MOMENT_IN,
            "clockOutSchedule": MOMENT_IN,
            "breakSchedule": {"type": "integer"},
            "workPlaceDivisionCode": CODE_IN,
            "workDayTypeCode": {"enum": ["1", "2", "3", 1, 2, 3, ""], "description": "平日, 法定休日, 法定外休日"},
            "fulltimeHoliday": {"type": "object", "properties": {"code": {"type": "integer"}}},
            "note": TEXT,
        },
    },
}
