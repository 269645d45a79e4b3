"""Is it Atom? The rules of RFC 4287 that a feed of ours can break, as RELAX NG."""

from datetime import datetime
from typing import Any

from lxml import etree

_GRAMMAR = """
<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="http://www.w3.org/2005/Atom"
         datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
  <start><element name="feed"><ref name="common"/><interleave>
    <ref name="id"/><ref name="title"/><ref name="updated"/>
    <zeroOrMore><ref name="author"/></zeroOrMore>
    <oneOrMore><ref name="link"/></oneOrMore>
    <optional><element name="generator">
      <optional><attribute name="uri"><data type="anyURI"/></attribute></optional>
      <optional><attribute name="version"/></optional><text/></element></optional>
    <zeroOrMore><ref name="entry"/></zeroOrMore>
  </interleave></element></start>
  <define name="entry"><element name="entry"><ref name="common"/><interleave>
    <ref name="id"/><ref name="title"/><ref name="updated"/>
    <oneOrMore><ref name="link"/></oneOrMore>
    <optional><element name="published"><data type="dateTime"/></element></optional>
    <optional><element name="summary"><ref name="words"/></element></optional>
  </interleave></element></define>
  <define name="common">
    <optional><attribute name="xml:lang"><data type="language"/></attribute></optional></define>
  <define name="id"><element name="id"><data type="anyURI">
    <param name="pattern">urn:nianbao:.+</param></data></element></define>
  <define name="title"><element name="title"><ref name="words"/></element></define>
  <define name="updated"><element name="updated"><data type="dateTime">
    <param name="pattern">.+(Z|[+\\-][0-9]{2}:[0-9]{2})</param></data></element></define>
  <define name="author"><element name="author"><element name="name"><text/></element>
    </element></define>
  <define name="link"><element name="link">
    <attribute name="href"><data type="anyURI"/></attribute>
    <optional><attribute name="rel"><choice><value>self</value><value>alternate</value></choice>
      </attribute></optional>
    <optional><attribute name="type"/></optional></element></define>
  <define name="words">
    <optional><attribute name="type"><choice><value>text</value><value>html</value></choice>
      </attribute></optional><text/></define>
</grammar>
"""
_RULES = etree.RelaxNG(etree.fromstring(_GRAMMAR))


def assert_atom(data: bytes) -> Any:
    """The root of the feed."""
    root = etree.fromstring(data)
    assert _RULES.validate(root), _RULES.error_log
    keys = texts(root, "entry/id")
    assert len(keys) == len(set(keys))
    # 4.2.1: one alternate link for each type and language; 4.1.1: an author, here or in entries.
    assert len(root.findall("{*}author")) == 1
    assert [link.get("rel") for link in root.findall("{*}link")].count("self") == 1
    return root


def texts(root: Any, path: str) -> list[str]:
    """Of all elements at `path`."""
    return [
        element.text or ""
        for element in root.findall("/".join(f"{{*}}{name}" for name in path.split("/")))
    ]


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
