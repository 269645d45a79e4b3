"""The database's side of a search: what it knows of reports, condition by condition."""

from collections.abc import Collection, Mapping

from model.figures import Expression, Measured
from model.ids import ReportId
from storage.database import figures, known
from storage.database.connections import Connections
from storage.database.figures import Answer


class Answering:
    """Mixed into `Database`. Of current reports only: the version of each that stands."""

    _connections: Connections

    def measured(self, condition: Measured) -> Answer:
        """Unknown where a figure was not read, the form has none, or a ratio is to zero."""
        with self._connections.reading() as connection:
            return figures.answer(connection, condition)

    def figure_values(
        self, expression: Expression, among: Collection[ReportId] | None = None
    ) -> Mapping[ReportId, float]:
        """Report → the value, where it is known. `among` some hundreds of reports at most."""
        with self._connections.reading() as connection:
            return figures.values(connection, expression, among)

    def with_verdict(self, verdict: str) -> Answer:
        """Unknown of reports that no stored audit has named as the ones that stand."""
        with self._connections.reading() as connection:
            return known.with_verdict(connection, verdict)

    def with_reason(self, reason: str) -> Answer:
        """As with verdicts."""
        with self._connections.reading() as connection:
            return known.with_reason(connection, reason)

    def with_finding(self, rule: str) -> Answer:
        """`rule` may end in a star; only what is certain and nobody has dismissed counts."""
        with self._connections.reading() as connection:
            return known.with_finding(connection, rule)

    def of_form(self, form: str) -> Answer:
        """`none`: no form was recognised. Never unknown."""
        with self._connections.reading() as connection:
            return known.of_form(connection, form)

    def rules_by_report(self) -> Mapping[ReportId, tuple[str, ...]]:
        """Audited report → the rules it breaks; none for a sound one."""
        with self._connections.reading() as connection:
            return known.rules_by_report(connection)
