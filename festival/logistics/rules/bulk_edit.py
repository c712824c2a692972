"""What one edit makes of a task, and which fields of two versions differ."""

from dataclasses import fields, replace
from datetime import timedelta

from festival.logistics.types.batches import Edit
from festival.logistics.types.tasks import TaskContent


def edited(content: TaskContent, edit: Edit) -> TaskContent:
    """Return the task as the edit makes it. Its first day never comes after the due day: it moves along."""
    made = content
    if edit.shift:
        by = timedelta(days=edit.shift)
        made = replace(
            made,
            due_on=made.due_on + by,
            starts_on=made.starts_on + by if made.starts_on is not None else None,
        )
    if edit.due_on is not None:
        starts_on = made.starts_on
        if starts_on is not None and starts_on > edit.due_on:
            starts_on = edit.due_on
        made = replace(made, due_on=edit.due_on, starts_on=starts_on)
    if edit.area is not None:
        made = replace(made, area=edit.area)
    if edit.priority is not None:
        made = replace(made, priority=edit.priority)
    if edit.agency_id is not None:
        # Who led before works with the new one no more, unless somebody says so.
        partners = tuple(one for one in made.partners if one != edit.agency_id)
        made = replace(made, agency_id=edit.agency_id, partners=partners)
    if edit.partner_id is not None and edit.partner_id != made.agency_id:
        made = replace(made, partners=tuple(sorted({*made.partners, edit.partner_id})))
    if edit.directive_id is not None:
        made = replace(made, directive_id=edit.directive_id)
    if edit.responsible:
        made = replace(made, responsible=edit.responsible)
    return made


def changed_names(before: TaskContent, after: TaskContent) -> list[str]:
    """Return the fields in which two versions differ, in the order of the form."""
    return [
        field.name
        for field in fields(TaskContent)
        if getattr(before, field.name) != getattr(after, field.name)
    ]
