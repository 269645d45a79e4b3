"""One spelling for what sources print in many: for matching, never for what we quote.

`raw` values and section texts keep the source's characters; only `printed` is applied to them.
"""

import re
import unicodedata

# U+2E80–2EF3 with their EquivalentUnifiedIdeograph (Unicode 14). NFKC folds the Kangxi radicals
# but only two of these; browsers print 门, 民, 页 as such radicals when a font shares the glyph.
_SUPPLEMENT = dict(
    zip(
        "⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺⺻⺼⺽"
        "⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵旡日月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿肉𦥑"
        "艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
        strict=True,
    )
)
_KANGXI = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
# NFKC gives the traditional 戶; the fonts that print ⼾ are simplified Chinese ones.
_RADICALS = str.maketrans(_KANGXI | _SUPPLEMENT | {"⼾": "户"})

_BRACKETS = str.maketrans(dict.fromkeys("【〔〖［", "[") | dict.fromkeys("】〕〗］", "]"))
_QUOTES = str.maketrans(
    dict.fromkeys("“”„‟«»「」『』〝〞〟＂", '"') | dict.fromkeys("‘’‚‛`´＇", "'")
)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－﹣", "-"))

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_BLANKS = re.compile(r"\s+")


def printed(text: str) -> str:
    """What the eye sees: look-alike radicals as the characters they show, nothing invisible."""
    return _INVISIBLE.sub("", text.translate(_RADICALS))


def normalise(text: str) -> str:
    """For matching, white space kept: NFKC, radicals folded, one kind of bracket, quote and dash.

    Round brackets become `()`, all square ones `[]`, quotes `"` and `'`, dashes `-`.
    """
    folded = unicodedata.normalize("NFKC", printed(text).translate(_QUOTES))
    return folded.translate(_BRACKETS).translate(_DASHES)


def compact(text: str) -> str:
    """`normalise` without any white space, line wraps and U+3000 included."""
    return _BLANKS.sub("", normalise(text))


def one_line(text: str) -> str:
    """Every run of white space as one blank, none at the ends; characters kept."""
    return _BLANKS.sub(" ", text).strip()
