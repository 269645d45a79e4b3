"""What stands before a site, or in place of what is not there."""

from collections.abc import Callable

from demo.places import Behaviour, Site
from demo.web import HTML, OPENING, Page, morning

_NOT_THERE = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>404</title></head>
<body><h1>404</h1><p>您访问的页面不存在。</p></body></html>
"""
_APOLOGY = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>页面不存在</title></head>
<body><p>抱歉，您所访问的页面不存在或已被删除，请返回首页。</p></body></html>
"""
_CHALLENGE = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title></title>
<meta content="d7Ke0v3n" id="wxq2c" r="m">
<script type="text/javascript" src="/rS4kv0/wq.b2c81f.js" r="m"></script>
<script type="text/javascript" r="m">(function(){var $_ts=window.$_ts={};$_ts.cd="demo";})();
document.cookie="demo_check=1;path=/";location.reload();</script>
</head><body></body></html>
"""
_CLEARANCE = (
    "<script>document.cookie=('__jsl_clearance_s=')+('1737')+('336000.1')+('|-1|')+('demo')"
    "+('%3D')+(';max-age=3600;path=/');location.href=location.pathname+location.search</script>"
)
_WALL = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>访问验证</title></head>
<body><div id="captcha"></div><p>您的访问过于频繁，请完成安全验证后继续访问。</p>
<script src="/waf/slide.js"></script></body></html>
"""
_BUSY = (
    "<html><head><title>503 Service Temporarily Unavailable</title></head><body></body></html>\n"
)


def _page(status: int, text: str, cookie: str | None = None) -> Page:
    return Page(status=status, body=text.encode(), modified=None, cookie=cookie)


_WALLS: dict[Behaviour, Callable[[], Page]] = {
    Behaviour.CHALLENGE: lambda: _page(412, _CHALLENGE, "demo_s=1"),
    Behaviour.CLEARANCE: lambda: _page(521, _CLEARANCE, "__jsluid_s=demo; max-age=31536000"),
    Behaviour.WALL: lambda: _page(200, _WALL),
    Behaviour.BUSY: lambda: _page(503, _BUSY),
}


def wall(behaviour: Behaviour) -> Page | None:
    """What answers everything; None when the site itself answers."""
    made = _WALLS.get(behaviour)
    return made() if made else None


def not_there(site: Site) -> Page:
    if site.soft_404:
        return Page(media_type=HTML, body=_APOLOGY.encode(), modified=morning(OPENING))
    return _page(404, _NOT_THERE)
