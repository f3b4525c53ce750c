"""What a decision does to a procedure (QĐ công bố danh mục thủ tục hành chính)."""

from app.toolkit import Choice, _


class Act(Choice):
    """Mới, sửa đổi bổ sung, thay thế, bãi bỏ."""

    NEW = "new", _("Newly published"), "green"
    AMENDED = "amended", _("Amended"), "blue"
    REPLACED = "replaced", _("Replaced by it"), "violet"
    ABOLISHED = "abolished", _("Abolished by the decision"), "rose"
