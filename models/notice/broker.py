"""The instructions to the broker who sells, and the assignment of proceeds to the company (paragraph 10(c))."""

from __future__ import annotations

from models.facts.payment import Broker
from models.notice.blocks import (
    Blank,
    Blanks,
    Block,
    Check,
    Checks,
    Clauses,
    Column,
    Framed,
    Heading,
    Paragraph,
    Part,
    Signature,
    Table,
    Terms,
    Title,
    Words,
    strong,
    words,
)
from models.notice.matter import Matter
from models.notice.wording import (
    broker_pays_withholding,
    cited,
    figure_and_words,
    is_same_day_sale,
    number_of_shares,
    one_line,
    reference,
    signature_lines,
    under,
)
from models.notice.words import count, long_date, money, price, shares


def broker(matter: Matter) -> tuple[Part, Part]:
    """The instructions to the broker; the assignment and delivery instruction to the company."""
    return _instructions(matter), _assignment(matter)


def company_is_paid(matter: Matter) -> int:
    """What of the proceeds the company is to receive, in cents."""
    return matter.quote.aggregate_price + (matter.withheld if broker_pays_withholding(matter) else 0)


def _amounts(matter: Matter) -> Table:
    rows = [(f"Exercise price of {shares(matter.quote.shares)}", money(matter.quote.aggregate_price))]
    if broker_pays_withholding(matter) and matter.withheld:
        rows.append(("Withholding taxes, as estimated", money(matter.withheld)))
    columns = (Column("To be paid to the company from the proceeds", 4.6), Column("Amount", 1, is_figure=True))
    return Table(columns, tuple(rows), ("Total", money(company_is_paid(matter))))


def _to_sell(matter: Matter) -> Words:
    quote, payment = matter.quote, matter.notice.payment
    assert isinstance(payment, Broker)
    if is_same_day_sale(matter):
        return words(number_of_shares(quote.shares_sold), ", all shares of this exercise")
    return words(
        "As many whole shares as cover the total below after your charges: ",
        number_of_shares(quote.shares_sold),
        f" at {price(payment.sale_price)}",
    )


def _instructions(matter: Matter) -> Part:
    quote, notice = matter.quote, matter.notice
    lines = tuple(line for line in notice.broker if line.strip())
    rows = [
        *([("To", words(one_line(lines)))] if lines else []),
        ("From", words(matter.signer_name)),
        ("Stock", words(f"Common stock of {matter.plan.issuer}, the company")),
        ("Option", words(f"{notice.grant}, granted {long_date(matter.grant.grant_date)}, non-qualified")),
        ("Shares exercised", words(figure_and_words(quote.shares))),
        ("Shares to be sold", _to_sell(matter)),
    ]
    known = () if lines else ((Blank("To (name and address of the broker)"),),)
    blocks: list[Block] = [
        Title("Instructions to the broker", f"Irrevocable. {reference(matter)}"),
        Terms(tuple(rows)),
        Blanks(
            (*known, (Blank("My account number with you", 1), Blank("Your participant number at the depository", 1)))
        ),
        Checks(
            (Check("Sell at the market. If this is not ticked: sell at the price a share entered here, or better."),)
        ),
        Blanks(((Blank("Lowest price a share, in dollars"), Blank("Good through")),)),
        _amounts(matter),
        Heading("Instructions"),
        Clauses(tuple(map(words, _clauses(matter)))),
        Signature(signature_lines(matter)),
        Framed(
            "Acceptance by the broker",
            (
                Paragraph(
                    words(
                        f"We will carry out these instructions and will pay {matter.plan.issuer} the total above"
                        " from the proceeds, upon settlement. We hold it for the company until it is paid."
                    ),
                    "note",
                ),
                Blanks(((Blank("Firm", 1.4), Blank("Authorized signature, name and title", 1.6), Blank("Date")),)),
            ),
        ),
    ]
    return Part("broker", "Instructions to the broker", tuple(blocks))


def _clauses(matter: Matter) -> list[str]:
    issuer, rest = (
        matter.plan.issuer,
        "Credit whatever is left of the proceeds after the total and your charges to my account.",
    )
    if not is_same_day_sale(matter):
        rest += " The shares that are not sold are mine and are delivered as my notice of exercise says."
    return [
        f"By notice to {issuer} I have exercised this option. Sell the shares at once, as stated above.",
        (
            f"On settlement pay the total above to {issuer}, before anything is paid to me or is set against what I"
            f" may owe you, by check or transfer to the {matter.plan.notice_to} at {one_line(matter.send_to[2:])}."
        ),
        (
            f"So much of the proceeds as makes up this total is assigned to {issuer}{cited(matter, '10(c)')}. You"
            " hold it for the company, not for me."
        ),
        (
            "I cannot withdraw or change these instructions without the company’s consent in writing. The company"
            " may rely on them and enforce them."
        ),
        rest,
        "Send the confirmation of the sale to me and, in copy, to the company.",
    ]


def _assignment(matter: Matter) -> Part:
    quote = matter.quote
    to_broker = number_of_shares(quote.shares_sold)
    deliver: list[Words] = [
        words(
            "Please deliver ",
            to_broker,
            ", or as many as the broker confirms to have sold, to the account of the broker"
            " named in the enclosed instructions, by book entry or by certificate, as soon as the broker has accepted"
            " those instructions.",
        ),
        words(
            "The shares are to be delivered against payment of ",
            strong(money(company_is_paid(matter))),
            f" to {matter.plan.issuer}, which the broker makes upon settlement.",
        ),
    ]
    if quote.shares_kept:
        deliver.append(
            words(
                f"The other shares of this exercise, {shares(quote.shares_kept)} by the estimate, are to be"
                " registered and delivered as the notice of exercise says."
            )
        )
    deliver.append(words("This instruction may be withdrawn or changed only with the company’s consent in writing."))
    blocks: list[Block] = [
        Title("Assignment of proceeds and delivery instruction", reference(matter)),
        Paragraph(words(f"To {matter.plan.issuer} and its transfer agent:")),
        Heading(f"Assignment{cited(matter, '10(c)')}"),
        Paragraph(
            words(
                f"I assign to {matter.plan.issuer}, from the proceeds of the sale of shares which I direct today, ",
                strong(money(company_is_paid(matter))),
                f", to pay under {under(matter, '10(c)')} for the {count(quote.shares)} shares exercised"
                f"{' and the withholding taxes' if company_is_paid(matter) > quote.aggregate_price else ''}. If the"
                " proceeds should not suffice, I pay the rest at once.",
            )
        ),
        _amounts(matter),
        Heading("Delivery"),
        Clauses(tuple(deliver)),
        Signature(signature_lines(matter)),
    ]
    return Part("assignment", "Assignment and delivery instruction", tuple(blocks))
