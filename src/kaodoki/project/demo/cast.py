"""Who takes part: two people of the company, and what the company and its terminals are called."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody enrolled with one photograph, under the same code in both programs."""

    employee_code: str
    family_name: str
    given_name: str
    gender: str
    photo: str
    remark: str

    @property
    def display_name(self) -> str:
        return f"{self.family_name} {self.given_name}"

    @property
    def for_kaodoki(self) -> dict[str, str]:
        return {
            "employee_code": self.employee_code,
            "family_name": self.family_name,
            "given_name": self.given_name,
        }

    @property
    def for_attendance(self) -> dict[str, str]:
        return {**self.for_kaodoki, "gender": self.gender}


COMPANY_CODE: Final = "demo"
COMPANY_NAME: Final = "顔時デモ株式会社"
ADMINISTRATOR: Final = "demo"

PRESIDENT: Final = Person(
    employee_code="0044",
    family_name="オバマ",
    given_name="バラク",
    gender="male",
    photo="obama_1",
    remark="enrolled with one photograph; every probe is another photograph",
)
ASTRONAUT: Final = Person(
    employee_code="0128",
    family_name="コリンズ",
    given_name="アイリーン",
    gender="female",
    photo="astronaut",
    remark="her only photograph captured again: turned, resized, in other light, by other JPEG quality",
)
PEOPLE: Final = (PRESIDENT, ASTRONAUT)
