"""The platforms that the invented sites run on, drawn after how real ones answer."""

from demo.places import Site, Style
from demo.platform import Platform
from demo.platforms.anhui import Anhui
from demo.platforms.annual import Annual
from demo.platforms.gkmlpt import Gkmlpt
from demo.platforms.gongkai import Gongkai
from demo.platforms.jcms import Jcms
from demo.platforms.jpaas import Jpaas
from demo.platforms.plain import Plain
from demo.platforms.trs import Trs
from demo.platforms.ucap import Ucap
from demo.platforms.vsb import Vsb
from demo.platforms.yunnan import Yunnan

_PLATFORMS: dict[Style, Platform] = {
    Style.TRS: Trs(),
    Style.PLAIN: Plain(),
    Style.JCMS: Jcms(),
    Style.ANNUAL: Annual(),
    Style.JPAAS: Jpaas(),
    Style.UCAP: Ucap(),
    Style.VSB: Vsb(),
    Style.GKMLPT: Gkmlpt(),
    Style.ANHUI: Anhui(),
    Style.YUNNAN: Yunnan(),
    Style.GONGKAI: Gongkai(),
}


def platform_of(site: Site) -> Platform:
    return _PLATFORMS[site.style]


__all__ = ["Platform", "platform_of"]
