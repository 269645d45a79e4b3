"""Signs that an answer is not what it seems. Pure; about our view, never about the agency."""

import re

from parsel import Selector

from crawler.families.visible import is_longer, visible_text

_SHORT = 600
"""Characters. A wall or an error page has few words; an article may well mention a 验证码."""

_CHALLENGES = re.compile(
    r"\$_ts\s*[=.]|_\$\w{2}\s*=\s*window|__jsl_clearance|acw_sc__v2|_cf_chl_opt|cf-browser-verification"
    r"|eval\(function\(p,a,c,k,e|document\.cookie\s*=[^;]*;?[^;]*;[^<]{0,400}location"
    r"|location\.reload\(\)"
)
"""瑞数, 加速乐, cloud WAFs, Cloudflare, and what they have in common: a cookie, then again."""

_WALL_WORDS = re.compile(
    r"安全验证|人机验证|滑动验证|请完成验证|访问验证|(?:请求|访问)(?:被|已被)(?:拦截|阻断|拒绝|禁止)"
    r"|访问过于频繁|操作过于频繁|请求过于频繁|网站防火墙|创宇盾|安全狗|云锁"
    r"|网防G01|请输入验证码|访问(?:受限|异常)|(?:攻击|恶意|非法)请求|疑似攻击"
    r"|您的\s?IP[^。]{0,20}(?:禁止|封禁|拦截|限制)"
    r"|The requested URL was rejected|Incapsula incident|Request blocked|ModSecurity"
    r"|Just a moment|Access Denied"
    r"|enable JavaScript and cookies"
)
_GONE_TITLE = re.compile(
    r"^\s*404|404\s*$|404\s*(?:Not Found|错误|页面)"
    r"|(?:页面|网页|内容|文章)(?:不存在|未找到|已删除|丢失)"
    r"|找不到(?:页面|网页)|Not Found",
    re.IGNORECASE,
)
_GONE_WORDS = re.compile(
    r"(?:页面|网页|内容|文章|栏目|文件)(?:已)?(?:不存在|未找到|没有找到|无法找到|已被?删除)"
    r"|(?:页面|网页)(?:已?丢失|走丢了)"
    r"|(?:找不到|未找到)(?:您|你)?(?:所?(?:要)?访问的?)?(?:该)?(?:页面|网页|内容)"
    r"|404\s*(?:Not Found|错误)",
    re.IGNORECASE,
)
_SCRIPTED = re.compile(
    r"\$\.(?:ajax|get|post|getJSON)\s*\(|\bfetch\s*\(|XMLHttpRequest|axios\b|createApp\s*\("
    r"|new Vue\b|ReactDOM|<datastore|id=[\"'](?:app|root)[\"']|\bdata-url="
)


def is_challenge(html: Selector, source: str) -> bool:
    """Whether a page is the door of an anti-robot system in place of what was asked for."""
    if is_longer(html, _SHORT):
        return False
    text = visible_text(html)
    titled = " ".join(html.css("title::text").getall())
    if _WALL_WORDS.search(f"{titled} {text}"):
        return True
    # A door leads nowhere but to itself. A page of few words that links to its report does.
    leads_on = bool(html.css("a[href]"))
    return len(text) < 80 and not leads_on and _CHALLENGES.search(source) is not None


def is_soft_404(html: Selector) -> bool:
    """Whether a page only says that there is no such page."""
    if is_longer(html, _SHORT):
        return False
    text = visible_text(html)
    titled = " ".join(html.xpath("//title//text() | //h1//text()").getall())
    return bool(_GONE_TITLE.search(titled.strip()) or _GONE_WORDS.search(text))


def loads_by_script(source: str) -> bool:
    """Whether a page that shows no entries would fetch them with a script."""
    return _SCRIPTED.search(source) is not None
