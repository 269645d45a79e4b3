"""The API's document for people: operations with what they take, objects with their fields."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from model.text import Text
from web.reading.data import both

_WORDS_SHOWN = 12
"""Of a closed set; `sort` has hundreds."""
_REF = "#/components/schemas/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    text: str
    language: str
    """As HTML names it: the document says most things in one language alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    name: str
    type: str
    object: str | None
    """The object that it holds, or a list of which."""
    about: Text
    example: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    path: str
    summary: Text
    about: tuple[Paragraph, ...]
    parameters: tuple[Field, ...]
    answer: str
    """Name of the object that it answers with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Operations about one thing."""

    name: str
    title: Text
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Object:
    name: str
    about: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    code: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiDocs:
    about: tuple[Paragraph, ...]
    parts: tuple[Part, ...]
    objects: tuple[Object, ...]
    statuses: tuple[Status, ...]


def api_docs(document: Mapping[str, Any], prefix: str) -> ApiDocs:
    """`document` is the OpenAPI document of the API at `prefix`."""
    operations = [
        (path, operation)
        for path, methods in document["paths"].items()
        for operation in methods.values()
    ]
    _, listing = next(one for one in operations if one[0] == "/reports")
    return ApiDocs(
        about=_paragraphs(document["info"]["description"]),
        parts=tuple(
            Part(
                name=tag["name"],
                title=both(tag["description"]),
                operations=tuple(
                    _operation(f"{prefix}{path}", operation)
                    for path, operation in operations
                    if tag["name"] in operation["tags"]
                ),
            )
            for tag in document["tags"]
        ),
        objects=tuple(
            _object(name, schema) for name, schema in document["components"]["schemas"].items()
        ),
        statuses=tuple(
            Status(code=code, about=answer["description"])
            for code, answer in listing["responses"].items()
        ),
    )


def _operation(path: str, operation: Mapping[str, Any]) -> Operation:
    (schema,) = [
        content["schema"]
        for kind, content in operation["responses"]["200"]["content"].items()
        if kind == "application/json"
    ]
    return Operation(
        path=path,
        summary=both(operation["summary"]),
        about=_paragraphs(operation["description"]),
        parameters=tuple(_parameter(one) for one in operation.get("parameters", ())),
        answer=_named(schema) or "",
    )


def _parameter(parameter: Mapping[str, Any]) -> Field:
    schema = parameter["schema"]
    return Field(
        name=parameter["name"],
        type=_type(schema),
        object=None,
        about=both(parameter["description"]),
        example=_shown(parameter.get("example")),
    )


def _object(name: str, schema: Mapping[str, Any]) -> Object:
    return Object(
        name=name,
        about=schema.get("description", ""),
        fields=tuple(
            Field(
                name=field,
                type=_type(told),
                object=_named(told),
                about=Text(told.get("description", ""), told.get("description", "")),
                example=_shown(next(iter(told.get("examples", ())), None)),
            )
            for field, told in schema.get("properties", {}).items()
        ),
    )


def _type(schema: Mapping[str, Any]) -> str:
    match schema:
        case {"enum": words}:
            more = ["…"] if len(words) > _WORDS_SHOWN else []
            told = "|".join([*words[:_WORDS_SHOWN], *more])
        case {"anyOf": ways}:
            told = " | ".join(dict.fromkeys(map(_type, ways)))
        case {"type": "array", "items": items}:
            told = f"[{_type(items)}]"
        case {"$ref": ref}:
            told = str(ref).removeprefix(_REF)
        case {"type": kind, "format": form}:
            told = f"{kind} ({form})"
        case _:
            told = str(schema.get("type", "object"))
    return told


def _named(schema: Mapping[str, Any]) -> str | None:
    return next(_refs(schema), None)


def _refs(schema: Mapping[str, Any]) -> Iterator[str]:
    match schema:
        case {"$ref": ref}:
            yield str(ref).removeprefix(_REF)
        case {"anyOf": ways}:
            for way in ways:
                yield from _refs(way)
        case {"items": items} | {"additionalProperties": dict(items)}:
            yield from _refs(items)


def _shown(example: object) -> str | None:
    if example is None:
        return None
    return ", ".join(map(str, example)) if isinstance(example, list) else str(example)


def _paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Without the marks of Markdown."""
    plain = text.replace("**", "").replace("`", "")
    return tuple(
        Paragraph(text=one.strip(), language="en" if one.strip()[0].isascii() else "zh-Hans")
        for one in plain.split("\n\n")
        if one.strip()
    )
