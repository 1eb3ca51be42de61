"""The notice of exercise itself: the letter to the Secretary, all that is stated, signed and acknowledged."""

from __future__ import annotations

from models.errors import Refusal
from models.facts.payment import Broker, Cash, Net, Swap
from models.notice.blocks import (
    Blank,
    Blanks,
    Block,
    Check,
    Checks,
    Clauses,
    Column,
    Envelope,
    Framed,
    Heading,
    Paragraph,
    Part,
    Run,
    Sender,
    Signature,
    Table,
    Terms,
    Title,
    Words,
    strong,
    words,
)
from models.notice.enclosures import enclosures
from models.notice.matter import Matter
from models.notice.wording import (
    ROLE_WORDS,
    broker_pays_withholding,
    capacity,
    cited,
    figure_and_words,
    is_holder,
    is_same_day_sale,
    number_of_shares,
    one_line,
    proof,
    registered_as,
    rests_on_value,
    signature_lines,
    under,
    value_sentence,
)
from models.notice.words import count, long_date, money, price, shares

TITLE = "Notice of exercise"
ITEMS = (
    ("federal", "federal income tax"),
    ("social_security", "social security"),
    ("medicare", "Medicare"),
    ("state", "state income tax"),
)


def letter(matter: Matter) -> Part:
    """The notice of exercise (paragraph 10)."""
    blocks: list[Block] = [
        _sender(matter),
        Envelope(envelope_lines(matter)),
        Title("Notice of exercise of stock option"),
        Paragraph(words(f"To the {matter.plan.notice_to} of {matter.plan.issuer}:")),
        Paragraph(_election(matter)),
        Terms(_option(matter)),
        *_capacity(matter),
        *_payment(matter),
        *_withholding(matter),
        *_registration(matter),
        Heading("Statements"),
        Clauses(tuple(_statements(matter))),
        Paragraph(words(f"Enclosed: {'; '.join(enclosures(matter))}."), "note"),
        Signature(signature_lines(matter), "Signature of the holder" if is_holder(matter) else "Signature"),
        _receipt(matter),
    ]
    return Part("notice", TITLE, tuple(blocks))


def envelope_lines(matter: Matter) -> tuple[str, ...]:
    """At most four lines; where there are more, the shortest neighbours are joined. Refusal for a hopeless number."""
    lines = [line for line in matter.send_to if line.strip()]
    while len(lines) > 4:
        if len(lines) > 8:
            raise Refusal(
                "address_too_long", "the address for notices must fit four lines; shorten it", "plan.notice_address"
            )
        at = min(range(len(lines) - 1), key=lambda index: len(lines[index]) + len(lines[index + 1]))
        lines[at : at + 2] = [f"{lines[at]}, {lines[at + 1]}"]
    return tuple(lines)


def _sender(matter: Matter) -> Sender:
    by = "By mail" if matter.is_by_mail else "In person"
    facts = (("Notice", matter.notice.number), ("Date", long_date(matter.notice.prepared_on)), ("Delivery", by))
    return Sender((matter.signer_name, *matter.signer_address), facts)


def _election(matter: Matter) -> Words:
    quote = matter.quote
    said: list[str | Run] = ["I exercise the stock option described below"]
    if not is_holder(matter):
        died = f", who died on {long_date(matter.died_on)}" if matter.died_on and _after_death(matter) else ""
        said = [f"As {capacity(matter)}{died}, I exercise the stock option described below"]
    return words(
        *said,
        " as to ",
        number_of_shares(quote.shares),
        f" of the common stock of {matter.plan.issuer}, under {under(matter, '10')}. The exercise price is ",
        strong(price(quote.exercise_price)),
        " a share, ",
        strong(money(quote.aggregate_price)),
        " in all. ",
        _how_paid(matter),
    )


def _after_death(matter: Matter) -> bool:
    return matter.notice.signer.capacity in ("personal_representative", "heir")


def _how_paid(matter: Matter) -> str:
    payment = matter.notice.payment
    if isinstance(payment, Cash):
        return "Payment in full is enclosed."
    if isinstance(payment, Swap):
        return "Payment in full, in shares already owned and cash for the rest, is enclosed."
    if isinstance(payment, Net):
        rest = ", and by the check enclosed for the rest" if matter.price_in_cash else ""
        return f"Payment in full is made with shares subject to this option, withheld as stated below{rest}."
    return "Payment in full is made from the proceeds of a sale by a broker, assigned to the company as stated below."


def _option(matter: Matter) -> tuple[tuple[str, Words], ...]:
    quote, grant = matter.quote, matter.grant
    at_price = f"{price(quote.exercise_price)} a share"
    if quote.exercise_price != grant.exercise_price:
        at_price += f" (as adjusted; {price(grant.exercise_price)} when granted)"
    rows = [
        ("Holder of the option", words(matter.holder.name)),
        ("Plan", words(matter.plan.name)),
        ("Date of grant", words(long_date(grant.grant_date))),
        ("Option number", words(grant.id)),
        ("Type of option", words("Non-qualified stock option")),
        ("Exercise price", words(at_price)),
        ("Shares exercised", words(strong(figure_and_words(quote.shares)))),
        ("Aggregate exercise price", words(strong(money(quote.aggregate_price)))),
    ]
    left = matter.left_outstanding
    if left is not None and left >= 0:
        rows.append(("Left of this option", words(f"{shares(left) if left else 'none'} after this exercise")))
    return tuple(rows)


def _capacity(matter: Matter) -> list[Block]:
    if is_holder(matter):
        return []
    rows = [
        ("Signer", words(matter.signer_name)),
        ("Capacity", words(signature_lines(matter)[1])),
        ("Enclosed as proof", words(proof(matter)[:1].upper() + proof(matter)[1:])),
    ]
    return [Heading(f"Right to sign{cited(matter, '8(b)')}"), Terms(tuple(rows))]


def _payment(matter: Matter) -> list[Block]:
    quote, payment, issuer = matter.quote, matter.notice.payment, matter.plan.issuer
    rows: list[tuple[str, str]] = []
    if isinstance(payment, Swap):
        whose = "that I already own" if is_holder(matter) else "already owned"
        rows.append(
            (
                (
                    f"{shares(quote.shares_tendered)} of common stock {whose}, tendered at the value below "
                    "(schedule and stock power enclosed)"
                ),
                money(matter.price_in_shares),
            )
        )
    elif isinstance(payment, Net):
        rows.append(
            (
                f"{shares(quote.shares_withheld)} subject to this option, withheld by the company at the value below",
                money(matter.price_in_shares),
            )
        )
    elif isinstance(payment, Broker):
        rows.append(
            (
                "Proceeds of the broker’s sale, assigned to the company (instructions enclosed)",
                money(quote.aggregate_price),
            )
        )
    if not isinstance(payment, Broker) and (matter.price_in_cash or isinstance(payment, Cash)):
        rest = "" if isinstance(payment, Cash) else " for the rest"
        rows.append((f"Check{rest} to the order of {issuer}, enclosed", money(matter.price_in_cash)))
    columns = (Column("How the exercise price is paid", 4.6), Column("Amount", 1, is_figure=True))
    total = ("Aggregate exercise price", money(quote.aggregate_price))
    blocks: list[Block] = [Heading(f"Payment{cited(matter, '10')}"), Table(columns, tuple(rows), total)]
    if rests_on_value(matter):
        blocks.append(
            Paragraph(
                words(
                    value_sentence(matter),
                    f" It is taken for receipt on {long_date(matter.notice.exercise_date)}. If the company"
                    " determines another value for the day of receipt, please tell me, and I will pay any"
                    " difference at once.",
                )
            )
        )
    return blocks


def _withholding(matter: Matter) -> list[Block]:
    heading = Heading(f"Withholding taxes{cited(matter, '16')}")
    if not matter.withheld:
        return [heading, Paragraph(words(_nothing_withheld(matter)))]
    amount = money(matter.withheld)
    if broker_pays_withholding(matter):
        said = (
            f"The broker is instructed to pay you, besides the exercise price, {amount} from the proceeds of the sale."
        )
    else:
        said = {
            "check": f"A separate check for {amount} to the order of {matter.plan.issuer} is enclosed.",
            "payroll": f"Please deduct the withholding taxes from my pay. I estimate them at {amount}.",
            "on_request": f"Please tell me what is due; I will pay it at once. I estimate {amount}.",
        }.get(
            matter.notice.withholding_paid_by,
            f"The withholding taxes, estimated at {amount}, are paid as follows: {matter.notice.withholding_paid_by}.",
        )
    withheld = matter.quote.withholding
    assert withheld is not None
    items = [f"{name} {money(getattr(withheld, key))}" for key, name in ITEMS if getattr(withheld, key)]
    return [
        heading,
        Paragraph(
            words(
                said,
                f" The estimate: {', '.join(items)}. If you figure another amount, please tell me; I will pay what"
                " is missing at once.",
            )
        ),
    ]


def _nothing_withheld(matter: Matter) -> str:
    if matter.grant.role != "employee":
        role = ROLE_WORDS[matter.grant.role]
        return (
            f"No withholding is enclosed: the option was granted for service as {role}, not as an employee. "
            "If you are required to withhold, please tell me the amount; I will pay it at once."
        )
    if _after_death(matter):
        return (
            "No withholding is figured, because the option is exercised after the holder’s death. "
            "If you are required to withhold, please tell me the amount; I will pay it at once."
        )
    return "No withholding is enclosed. If you require any, please tell me the amount; I will pay it at once."


def _registration(matter: Matter) -> list[Block]:
    quote, asked = matter.quote, matter.notice.registration
    if is_same_day_sale(matter):
        return [
            Heading("Delivery of the new shares"),
            Paragraph(
                words(
                    "Please deliver ",
                    number_of_shares(quote.shares_issued),
                    " to the broker named in the enclosed instructions, against payment as stated there.",
                )
            ),
            _by_hand(),
        ]
    kept = quote.shares_kept if isinstance(matter.notice.payment, Broker) else quote.shares_issued
    rows = [
        ("Shares to be issued to me" if is_holder(matter) else "Shares to be issued", words(figure_and_words(kept)))
    ]
    if isinstance(matter.notice.payment, Broker):
        rows.append(
            ("Shares sold by the broker", words(f"{count(quote.shares_sold)}, or as many as cover the amounts"))
        )
    rows.append(("Registered in the name of", words(registered_as(matter))))
    if asked.joint_with:
        rows.append(("Jointly with", words(asked.joint_with)))
    rows.append(("Certificates", words(asked.denominations or "One certificate for all the shares")))
    rows.append(("To be sent to", words(one_line(asked.deliver_to or matter.signer_address))))
    blocks: list[Block] = [Heading("Registration and delivery of the new shares"), Terms(tuple(rows))]
    if asked.joint_with:
        kinds = ("Joint tenants with right of survivorship", "Tenants in common", "Community property")
        blocks.append(Checks(tuple(Check(kind) for kind in kinds)))
    return [*blocks, _by_hand()]


def _by_hand() -> Blanks:
    return Blanks(
        (
            (
                Blank("Taxpayer identification number (to be filled in by hand)", 1.2),
                Blank("Telephone or e-mail for questions (if wished)"),
            ),
        )
    )


def _statements(matter: Matter) -> list[Words]:
    yours = "my" if is_holder(matter) else "the"
    said = [
        (
            "This notice is without condition. It takes effect when you receive it together with the payment"
            f"{cited(matter, '10')}."
        ),
        f"I have read the plan and {yours} option agreement, and what they provide continues to bind me.",
        (
            "I know that I am a stockholder as to these shares only from the delivery of a certificate for them"
            f"{cited(matter, '10')}."
        ),
        (
            "I know that this exercise may be taxed as ordinary income, that any later sale is taxed separately,"
            " and that the company has given me no tax advice."
        ),
        f"I will pay every withholding tax that the company may require for this exercise{cited(matter, '16')}.",
        (
            "I accept on the certificates any legend, and toward the transfer agent any instruction, that counsel"
            f" for the company finds necessary under securities laws{cited(matter, '12')}."
        ),
    ]
    if matter.notice.representations:
        said.append(f"The investment representations enclosed are part of this notice{cited(matter, '13')}.")
    else:
        said.append(
            f"If the company asks for representations under securities laws, I will sign them{cited(matter, '13')}."
        )
    if matter.holder.insider and is_holder(matter):
        said.append(
            "I am an officer or a director of the company, have cleared this exercise as its trading policy"
            " asks, and will file my own reports of ownership."
        )
    said.append("If anything is missing or is not in the form you need, please tell me at once at the address above.")
    return [words(each) for each in said]


def _receipt(matter: Matter) -> Framed:
    return Framed(
        "Receipt, to be completed by the company and returned in copy",
        (
            Blanks(
                (
                    (Blank("Notice received on"), Blank("Payment received on"), Blank("Amount")),
                    (Blank(f"For {matter.plan.issuer}, by (signature)", 1.5), Blank("Name and title")),
                )
            ),
            Checks((Check("The notice and the payment are complete."),)),
            Blanks(((Blank("If not: what is missing, or is to be corrected"),),)),
        ),
    )
