"""The cases of ordering.groups. The key of each is its place here, as in the scenario."""

CASES = (
    *("all", "settled", "any", "any_none", "race", "race_fails", "empty", "abort_all", "value_kept"),
    *("timeout_expires", "timeout_swallowed", "signal_any", "signal_late"),
    *("group_fails", "group_two_fail", "group_body_fails", "group_cancelled", "group_both"),
    *("group_unit_cancelled", "group_nested", "timeout_cancelled"),
    *("wait_for_expires", "wait_for_late", "wait_for_cancelled", "wait_for_done", "wait_for_at_once"),
    *("shield", "cancel_twice", "uncancel", "eager", "eager_group"),
)
