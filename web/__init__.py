"""The pages and the API: what most users see. Read-only but for the review queue.

How to add a page:

1. `web/reading/<page>.py`: pure functions from database answers to frozen view values. No request,
   no HTML. What a person reads is a `model.text.Text`.
2. `web/templates/<page>.html`: `{% extends "base.html" %}`, then
   `{% import "macros.html" as m with context %}` for tables, verdict tags, pagers, proof links,
   charts and empty states. `{{ t("中文", "English") }}` says both languages side by side,
   `{{ value|words }}` shows a `Text`, `{{ name|zh }}` marks Chinese on an English page,
   `{{ url("/report/x", year=2024) }}` keeps the reader's language. Nothing undefined is silent.
   No inline script and no style attribute: the content security policy forbids both.
3. `web/pages/<page>.py`: a `router = APIRouter()` with thin handlers, plain `def` (they run in
   threads), `SiteNow` for what the server has and `render(request, "page.html", ...)` to answer.
   What is counted over the whole database is asked through `web.keeping.until_written`; cells of
   large tables are made by `web.cells`.
   Raise `model.errors.NotFoundError`, `UsageError`, ...: `web.errors` makes pages of them.
4. One line in `web.pages.ROUTERS`, and one in `web.navigation.ITEMS` if the masthead leads there.
5. Look at it in a browser: 360, 768 and 1440 px, both languages, dark, printed, without script.

Chinese is at the plain path, English below `/en` (`web.language`). Archived content is served below
`/archived` only (`web.originals`), where nothing of it can run.
"""
