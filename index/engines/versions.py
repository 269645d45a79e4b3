"""What decides how a document is indexed, whatever the engine. A change asks for a rebuild."""

from index.canonical import VERSION as CANONICAL_VERSION
from index.copies import SIGNATURES_VERSION
from index.layout import LAYOUT_VERSION
from index.needles import LEXICON_VERSION
from index.words import WORDS_VERSION

VERSION = (
    f"{CANONICAL_VERSION}.{LAYOUT_VERSION}.{SIGNATURES_VERSION}-{LEXICON_VERSION}-{WORDS_VERSION}"
)
