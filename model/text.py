"""What a person reads, in both languages at once, so that no message can exist in one only."""

from dataclasses import dataclass
from enum import StrEnum


class Language(StrEnum):
    CHINESE = "zh"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Text:
    """One message in Chinese and in English."""

    zh: str
    en: str

    def in_language(self, language: Language) -> str:
        return self.zh if language is Language.CHINESE else self.en

    def __str__(self) -> str:
        return self.en
