"""What an audit's tables are made from."""

from dataclasses import dataclass
from functools import cached_property

from audit.coverage import Coverage, coverage
from model.agency import Registry
from model.ids import RegionCode
from model.verdict import AuditResult
from nianbao.exports.coverage_tables import CoverageLine, coverage_lines
from nianbao.exports.masked import masked_result


@dataclass(frozen=True, kw_only=True)
class AuditExport:
    result: AuditResult
    registry: Registry

    @cached_property
    def coverage(self) -> Coverage:
        return coverage(self.result.verdicts, self.registry)

    @cached_property
    def lines(self) -> tuple[CoverageLine, ...]:
        return coverage_lines(self.coverage, self.region_names)

    @cached_property
    def region_names(self) -> dict[RegionCode, str]:
        """Code → name, as far as the registry tells."""
        return {
            agency.region: agency.region_name
            for agency in self.registry.agencies
            if agency.region_name is not None
        }


def export_of(result: AuditResult, registry: Registry) -> AuditExport:
    """What leaves the house of an audit: persons that it quotes are masked."""
    return AuditExport(result=masked_result(result), registry=registry)
