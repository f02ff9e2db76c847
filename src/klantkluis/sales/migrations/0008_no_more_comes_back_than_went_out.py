"""No more comes back than went out, and what came back is a fact."""

from django.db import migrations

from klantkluis.foundation.triggers import Trigger, append_only

DELIVERY_LINE = "(SELECT delivery_line_id FROM sales_returnline WHERE id = NEW.return_line_id)"
CAME_BACK = (
    "COALESCE((SELECT SUM(r.restocked + r.written_off) FROM sales_returnreceiptline r"
    " JOIN sales_returnline l ON l.id = r.return_line_id WHERE l.delivery_line_id = {line}), 0)"
)
WENT_OUT = "(SELECT quantity FROM sales_deliveryline WHERE id = {line})"
RECEIVED = "NEW.restocked + NEW.written_off"


def too_much(line: str, quantity: str) -> str:
    """Say when more would have come back of a delivery line than went out; SQLite adds in binary,
    so both sides are rounded to what a quantity can be."""
    came_back, went_out = CAME_BACK.format(line=line), WENT_OUT.format(line=line)
    return f"ROUND({came_back} + {quantity}, 3) > ROUND({went_out}, 3)"


def only_one(table: str, other: str) -> Trigger:
    """Refuse that a return both comes in and is called off."""
    there = f"EXISTS (SELECT 1 FROM {other} WHERE returned_id = NEW.returned_id)"  # noqa: S608
    return Trigger(f"{table}_is_the_only_end", table, "INSERT", there, "this return has ended")


class Migration(migrations.Migration):
    dependencies = [("sales", "0007_goods_come_back_and_deliveries_move_stock")]

    operations = [
        Trigger(
            "sales_returnline_is_no_more_than_went_out",
            "sales_returnline",
            "INSERT",
            too_much("NEW.delivery_line_id", "NEW.quantity"),
            "no more comes back than went out",
        ),
        Trigger(
            "sales_returnreceiptline_is_no_more_than_went_out",
            "sales_returnreceiptline",
            "INSERT",
            f"({too_much(DELIVERY_LINE, RECEIVED)}"
            f" OR ROUND(NEW.replaced, 3) > ROUND({RECEIVED}, 3)"
            f" OR ROUND(NEW.unbilled, 3) > ROUND({RECEIVED}, 3))",
            "no more comes back than went out",
        ),
        only_one("sales_returnreceipt", "sales_returncancellation"),
        only_one("sales_returncancellation", "sales_returnreceipt"),
        *append_only("sales_return"),
        *append_only("sales_returnline"),
        *append_only("sales_returncancellation"),
        *append_only("sales_returnreceipt"),
        *append_only("sales_returnreceiptline"),
    ]
