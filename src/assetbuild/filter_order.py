"""Which filters of an action run on its members, and which on the whole: by what each can do and where it is listed."""

from __future__ import annotations

from collections.abc import Mapping

from .logical import extension
from .model import Action, Filter, FilterUse, Member, Part
from .plan import compiler_of, member_of

_LANGUAGES = {".js": "js", ".cjs": "js", ".mjs": "js", ".css": "css"}


def of_members(action: Action, member: Member, filters: Mapping[str, Filter]) -> list[FilterUse]:
    """The filters that run on the member alone, those first that read its file."""
    later = after_join(action, filters)
    uses = (use for use in member.filters if filters[use.name].each and use not in later)
    return sorted(uses, key=lambda use: not filters[use.name].reads_file)


def part_action(action: Action, part: Part, filters: Mapping[str, Filter]) -> Action:
    """What makes a part: the filters around it that need a member's file run on its members, after its own; before them
    what compiles a member in another language."""
    own = {use.name for use in part.filters}

    def inner(member: Member) -> Member:
        outer = [use for use in member.filters if filters[use.name].of_members and use.name not in own]
        compiler = compiler_of(action.output, member.path)
        first = [use for use in outer if use.name == compiler]
        later = [use for use in outer if use.name != compiler]
        return member_of(member.path, (*first, *part.filters, *later))

    members = tuple(map(inner, action.members[part.start : part.stop]))
    return Action(action.output, members, part.filters, bundle=True, parts=part.parts)


def joining(action: Action, filters: Mapping[str, Filter]) -> FilterUse | None:
    """The filter that joins: the action's own, else, for a part, one around it."""
    around = action.members[0].filters if action.members else ()
    return next((use for use in (*action.filters, *around) if filters[use.name].join), None)


def of_part(action: Action, filters: Mapping[str, Filter]) -> Member:
    """The text of a part as a member of what it is in, with the filters that run on it."""
    uses = tuple(use for use in action.filters if not filters[use.name].of_members)
    return Member(action.output, uses)


def after_join(action: Action, filters: Mapping[str, Filter]) -> list[FilterUse]:
    """The filters whose `each` runs on the joined text: what is listed before them makes that text, or changes it."""
    uses: list[FilterUse] = []
    joined = False
    for use in action.filters:
        own = filters[use.name]
        if joined and own.each and not own.whole and not own.of_members:
            uses.append(use)
        joined = joined or bool(own.join or own.whole)
    return uses


def is_joined_as_source(action: Action, filters: Mapping[str, Filter]) -> bool:
    """Whether members are still in a language that a filter of the whole compiles, so that none is joined as CSS or as
    JavaScript. What a part's own filters make of its members is not."""
    language = _LANGUAGES.get(extension(action.output))
    made = {index for part in action.parts if part.filters for index in range(part.start, part.stop)}
    return any(filters[use.name].whole for use in action.filters) and any(
        _LANGUAGES.get(extension(member.path)) != language and not of_members(action, member, filters)
        for index, member in enumerate(action.members)
        if index not in made
    )
