"""产品质量问题三包单 (form 04) and its goods."""

from __future__ import annotations

from peewee import BooleanField, Check, ForeignKeyField, IntegerField, TextField

from qmsdesk.models.base import DayField, Record
from qmsdesk.models.slip import Slip


class WarrantyClaim(Record):
    """The fields of form 04 under the names of the paper; weights in grams, money in 分."""

    slip = ForeignKeyField(Slip, primary_key=True, on_delete="RESTRICT")
    product_name = TextField(default="")
    drawing_no = TextField(default="")
    ship_date = DayField(null=True)
    serial_no = TextField(default="", index=True)
    customer_name = TextField(default="")
    feedback_no = TextField(default="")
    problem = TextField(default="")
    required_date = DayField(null=True)
    sales_opinion = TextField(default="")
    quality_opinion = TextField(default="")
    remarks = TextField(default="")
    planned_date = DayField(null=True)
    responsible_unit = TextField(default="")
    total_weight = IntegerField(null=True)
    total_amount = IntegerField(null=True)
    factory_opinion = TextField(default="")
    consignee = TextField(default="")
    station = TextField(default="")
    full_wagon = TextField(default="")
    part_load = TextField(default="")
    actual_date = DayField(null=True)
    claim_class = TextField(default="", constraints=[Check("claim_class IN ('', '质量三包', '经营性三包')")])
    mode_repair = BooleanField(default=False)
    mode_replace = BooleanField(default=False)
    mode_return = BooleanField(default=False)
    mode_compensate = BooleanField(default=False)
    handling_no = TextField(default="")
    warranty_result = TextField(default="")
    handling_received_on = DayField(null=True)
    dispatched_on = DayField(null=True)


class WarrantyClaimLine(Record):
    """One kind of goods on form 04; weight of one piece in grams, price of one piece in 分."""

    slip = ForeignKeyField(Slip, on_delete="RESTRICT", index=False)
    row_no = IntegerField()
    drawing_no = TextField(default="")
    name = TextField(default="")
    quantity = IntegerField(null=True, constraints=[Check("quantity IS NULL OR quantity > 0")])
    unit_weight = IntegerField(null=True)
    unit_price = IntegerField(null=True)

    class Meta:
        """Rows keep their order."""

        indexes = ((("slip", "row_no"), True),)
