"""Names of WordprocessingML and the few questions that every module asks its elements."""

from lxml.etree import _Element as Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_NO = frozenset({"0", "false", "off"})

ALTERNATIVES = f"{_MC}AlternateContent"
MATH_TEXT = f"{_M}t"


def w(name: str) -> str:
    """`p` as lxml spells it."""
    return _W + name


def value(element: Element | None, name: str = "val") -> str | None:
    """An attribute of an element that may be missing."""
    return None if element is None else element.get(_W + name)


def number(element: Element | None, name: str = "val") -> int | None:
    """The attribute as a whole number; None also where it is none."""
    text = value(element, name)
    if text is None or not text.lstrip("-").isdecimal() or len(text) > 9:
        return None
    return int(text)


def switched_on(element: Element | None) -> bool:
    """A toggle: there, and not switched off."""
    return element is not None and element.get(_W + "val", "1") not in _NO


def chosen(alternatives: Element) -> Element | None:
    """The one of several spellings of the same content that we read.

    Word writes a text box twice: as a drawing for new programs, as VML for old ones.
    """
    choices = [child for child in alternatives if child.tag in {_MC + "Choice", _MC + "Fallback"}]
    for choice in choices:
        if next(choice.iter(w("t")), None) is not None:
            return choice
    return choices[0] if choices else None
