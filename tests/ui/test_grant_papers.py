"""Grants: what the option letter says otherwise, the employer's statement beside the record, notes and papers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from models.errors import Refusal
from models.facts.grant import DatedPart, PeriodicPart
from models.facts.notes import Paper
from models.facts.plan import Window
from models.record.deeds import add_paper
from ui.dialogs.grant.audit import AuditDialog
from ui.dialogs.terms.overrides import OverridesDialog
from ui.pages.grants.letter import LONGEST, NoteDialog


@pytest.fixture
def page(window):
    window.go_to("grants")
    return window.pages["grants"]


def _overrides(page, qtbot, grant="NQ-1"):
    record = page.session.record
    made = OverridesDialog(page, record, record.grant(grant))
    qtbot.addWidget(made)
    made.show()
    return made


def _audit(page, qtbot, rows=None, grant="NQ-1"):
    record = page.session.record
    made = AuditDialog(page, record.grant(grant), record.ledger.schedule(grant).tranches)
    qtbot.addWidget(made)
    made.show()
    if rows is not None:
        made.pasted.setPlainText("\n".join(f"{day}\t{shares:,}" for day, shares in rows))
        made.look()
    return made


# -- the letter says otherwise -------------------------------------------------------------------------------


def test_each_term_stands_beside_the_plans_own(page, qtbot):
    dialog = _overrides(page, qtbot)
    assert dialog.form.field("term_years").line.text() == "The plan: 10"
    assert dialog.form.field("resignation").line.text() == "The plan: 90 days"
    assert dialog.form.field("death").line.text() == "The plan: 1 year"
    assert "not_reelected" not in dialog.terms  # she is an employee


def test_where_the_letter_says_so_is_asked_only_for_what_it_changes(page, qtbot):
    dialog = _overrides(page, qtbot)
    assert not dialog.sources["term_years"].isEnabled()
    qtbot.keyClicks(dialog.terms["term_years"], "5")
    assert dialog.sources["term_years"].isEnabled()
    assert not dialog.ticks.isEnabled()
    dialog.terms["accelerate_on"].set_value(True)
    assert dialog.ticks.isEnabled()


def test_overrides_are_one_deed_and_show_in_the_detail(page, qtbot, monkeypatch):
    dialog = _overrides(page, qtbot)
    qtbot.keyClicks(dialog.terms["term_years"], "5")
    qtbot.keyClicks(dialog.sources["term_years"], "section 2")
    qtbot.keyClicks(dialog.terms["resignation"], "30 days")
    change = dialog.result_value()
    monkeypatch.setattr(OverridesDialog, "ask", classmethod(lambda *_: change))
    page.table.select_id("NQ-1")
    page._on_terms()
    grant = page.session.record.grant("NQ-1")
    assert grant.overrides.term_years == 5
    assert grant.overrides.windows == {"resignation": Window("days", 30)}
    rows = {term.name: term for term in page.detail.terms.rows_model.rows}
    assert rows["Term in years"].of_plan == "10"
    assert rows["Term in years"].source == "section 2"
    assert rows["To exercise after resignation"].in_force == "30 days"
    page.session.undo()
    assert page.session.record.grant("NQ-1").overrides.term_years is None
    assert not page.session.record.note_on("NQ-1").override_sources
    assert page.detail.terms.isHidden()


def test_an_expiry_before_the_grant_is_refused_at_its_field(page, qtbot):
    dialog = _overrides(page, qtbot)
    qtbot.keyClicks(dialog.terms["expires_on"], "2001-01-01")
    dialog._on_accepted()
    assert dialog.isVisible()
    assert dialog.form.field("expires_on").is_refused


def test_saving_without_a_change_is_no_deed(page, qtbot):
    assert _overrides(page, qtbot).result_value() is None


# -- the employer's statement --------------------------------------------------------------------------------


def test_the_statement_agrees(page, qtbot):
    rows = page.session.record.ledger.schedule("NQ-1").tranches
    dialog = _audit(page, qtbot, rows)
    assert dialog.verdict.tone == "good"
    assert "in the record already" in dialog.detail.text()
    assert not dialog.verb.isEnabled()


def test_the_first_share_that_differs_is_named_and_the_days_can_be_taken_over(page, qtbot, monkeypatch):
    rows = [tuple(row) for row in page.session.record.ledger.schedule("NQ-1").tranches]
    rows[5], rows[6] = (rows[5][0], 99), (rows[6][0], 101)
    dialog = _audit(page, qtbot, rows)
    assert dialog.verdict.words.text().startswith("On Apr 4, 2004, step 6, 100 shares vest by the record and 99")
    assert dialog.verb.text() == "Use these days"
    after = dialog.result_value()
    assert after.parts == (DatedPart(4800, tuple(rows)),)
    monkeypatch.setattr(AuditDialog, "ask", classmethod(lambda *_: after))
    page.table.select_id("NQ-1")
    page._on_audit()
    assert page.session.record.ledger.schedule("NQ-1").tranches[5].shares == 99
    page.session.undo()
    assert page.session.record.ledger.schedule("NQ-1").tranches[5].shares == 100


def test_another_rule_explains_the_statement(page, qtbot):
    rows = [(date(year, 12, 20), 1200) for year in (2003, 2004, 2005, 2006)]
    dialog = _audit(page, qtbot, rows)
    rule = dialog.result_value().parts[0]
    assert isinstance(rule, PeriodicPart)
    assert (rule.start, rule.total_months, rule.every_months) == (date(2002, 12, 20), 48, 12)
    assert dialog.verb.text() == "Use this rule"
    assert dialog.verb.isEnabled()


def test_rows_that_do_not_add_up_to_the_grant_cannot_be_taken_over(page, qtbot):
    dialog = _audit(page, qtbot, [(date(2003, 12, 20), 1200)])
    assert "add up to 1,200 shares; NQ-1 was granted 4,800" in dialog.detail.text()
    assert not dialog.verb.isEnabled()


def test_a_line_that_cannot_be_read_is_named(page, qtbot):
    dialog = _audit(page, qtbot)
    dialog.pasted.setPlainText("2003-12-20 1200\nsome day 5")
    dialog.look()
    assert dialog.verdict.words.text().startswith("Line 2")
    with pytest.raises(Refusal):
        dialog.result_value()


# -- note and papers -----------------------------------------------------------------------------------------


def test_a_note_is_kept_on_one_line(page, qtbot, monkeypatch):
    grant = page.session.record.grant("NQ-2")
    dialog = NoteDialog(page, grant, page.session.record.note_on("NQ-2"))
    qtbot.addWidget(dialog)
    dialog.note.setPlainText("Promised by letter.\nAsk about the second tranche.")
    words = dialog.result_value()
    monkeypatch.setattr(NoteDialog, "ask", classmethod(lambda *_: words))
    page.table.select_id("NQ-2")
    page._on_note()
    assert page.session.record.note_on("NQ-2").note == "Promised by letter. Ask about the second tranche."
    assert "Promised by letter." in page.detail.note_line.text()
    dialog.note.setPlainText("x" * (LONGEST + 1))
    with pytest.raises(Refusal, match="2,000"):
        dialog.result_value()


def test_papers_about_a_grant_are_listed_and_lead_to_the_record(page, window):
    data = b"%PDF-1.4 option letter"
    import hashlib

    sha = hashlib.sha256(data).hexdigest()
    paper = Paper("Option letter.pdf", "application/pdf", len(data), sha, date(2003, 11, 10), "NQ-1")
    page.session.commit(add_paper(page.session.record, paper=paper), kept=(data,))
    page.session.commit(
        add_paper(page.session.record, paper=replace(paper, name="Other.pdf", sha256=sha, about="NQ-2")), kept=(data,)
    )
    page.table.select_id("NQ-1")
    assert page.detail.kept.words == ["Option letter.pdf"]
    page.detail.kept.acted.emit(str(next(iter(page.session.record.shelf("papers")))))
    assert window.pages["record"].here == "papers"


def test_a_long_schedule_is_listed_on_demand(page):
    page.table.select_id("NQ-1")
    assert page.detail.steps.isHidden()
    assert page.detail.all_steps.text() == "Show all 37 steps"
    page.detail.all_steps.click()
    assert not page.detail.steps.isHidden()
    page.table.select_id("NQ-2")
    assert page.detail.all_steps.isHidden()


def test_no_column_is_cut_at_the_smallest_window(page, window, qtbot):
    window.resize(1280, 720)
    qtbot.wait(10)
    table = page.table
    assert table.horizontalScrollBar().maximum() == 0
    for at, column in enumerate(table.rows_model.columns):
        widest = max(table.fontMetrics().horizontalAdvance(column.text(row)) for row in table.rows_model.rows)
        assert table.columnWidth(at) >= widest + 22, column.title


def test_a_record_open_read_only_offers_no_deeds(page, monkeypatch):
    monkeypatch.setattr(type(page.session), "is_read_only", property(lambda _: True))
    page.refresh(None)
    assert page._writers
    assert not any(writer.isEnabled() for writer in page._writers)
    monkeypatch.setattr(page, "_on_change", lambda: pytest.fail("the dialog opened"))
    monkeypatch.setattr(page, "_on_remove", lambda: pytest.fail("the grant was removed"))
    page._on_activated(None)
    page._on_delete_rows([])
