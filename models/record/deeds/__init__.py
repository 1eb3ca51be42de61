"""Every deed of the user as a function that gives a `Change`, or a Refusal at the form field that is wrong.

Deeds take the record and keyword arguments only, look at no clock and write nothing: `Session.commit` does. The
field of a Refusal is the argument's name, or the field of the fact handed in as it is called in a record's JSON
(`shares`, `vesting.tranches[0].date`, `payment.lots[0].lot`).
"""

from models.record.deeds.events import (
    change_event,
    notice_of,
    record_acceleration,
    record_adjustment,
    record_exercise,
    record_plan_approval,
    record_service_end,
    record_vesting_event,
    remove_event,
)
from models.record.deeds.grants import (
    add_grant,
    change_grant,
    change_overrides,
    duplicate_grant,
    next_id,
    note_letter_returned,
    note_on_grant,
    remove_grant,
)
from models.record.deeds.holder import (
    add_paper,
    change_holder,
    change_tax_note,
    extra_value,
    note_extra,
    remove_paper,
)
from models.record.deeds.lives import (
    deliver_notice,
    legends,
    mark_paid,
    payment_as_received,
    receive_certificate,
    resulting_lots,
    step_back,
)
from models.record.deeds.lots import add_lot, add_lots, change_lot, remove_lot
from models.record.deeds.notices import (
    cancel_draft,
    change_draft,
    find_notice,
    issue_paper,
    note_mailed,
    prepare_notice,
)
from models.record.deeds.numbers import next_number
from models.record.deeds.plans import (
    adopt_terms,
    base_terms,
    change_listing,
    change_plan_terms,
    copy_plan,
    remove_plan,
)
from models.record.deeds.prices import add_prices, change_price, remove_prices
from models.record.deeds.whole import replace_record
from models.record.words import event_words

__all__ = [
    "add_grant",
    "add_lot",
    "add_lots",
    "add_paper",
    "add_prices",
    "adopt_terms",
    "base_terms",
    "cancel_draft",
    "change_draft",
    "change_event",
    "change_grant",
    "change_holder",
    "change_listing",
    "change_lot",
    "change_overrides",
    "change_plan_terms",
    "change_price",
    "change_tax_note",
    "copy_plan",
    "deliver_notice",
    "duplicate_grant",
    "event_words",
    "extra_value",
    "find_notice",
    "issue_paper",
    "legends",
    "mark_paid",
    "next_id",
    "next_number",
    "note_extra",
    "note_letter_returned",
    "note_mailed",
    "note_on_grant",
    "notice_of",
    "payment_as_received",
    "prepare_notice",
    "receive_certificate",
    "record_acceleration",
    "record_adjustment",
    "record_exercise",
    "record_plan_approval",
    "record_service_end",
    "record_vesting_event",
    "remove_event",
    "remove_grant",
    "remove_lot",
    "remove_paper",
    "remove_plan",
    "remove_prices",
    "replace_record",
    "resulting_lots",
    "step_back",
]
