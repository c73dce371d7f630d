"""Styles: what depends on one alone is found out once."""

from weasyprint import css
from weasyprint.formatting_structure.boxes import Box
from weasyprint.layout import page
from weasyprint.text import fonts, line_break

from .puts import Undo, put


def answers_of_a_style() -> list[Undo]:
    """What depends on a style alone is found out once for each style, not for each box."""
    is_in_normal_flow = Box.is_in_normal_flow
    describe = fonts.get_font_description
    name_style = line_break._font_style_cache_key

    def in_flow(box):
        known = vars(box.style)
        if "_in_flow" not in known:
            known["_in_flow"] = is_in_normal_flow(box)
        return known["_in_flow"]

    def described(style):
        known = vars(style)
        if "_description" not in known:
            known["_description"] = describe(style)
        return known["_description"]

    def named(style, include_size=False):
        known = vars(style)
        key = f"_key_{include_size}"
        if key not in known:
            known[key] = name_style(style, include_size)
        return known[key]

    return [
        put(Box, "is_in_normal_flow", in_flow),
        put(fonts, "get_font_description", described),
        put(line_break, "get_font_description", described),
        put(line_break, "_font_style_cache_key", named),
    ]


def unsaid_properties() -> list[Undo]:
    """A property that no rule speaks of is its parent's or the usual one, without asking for all that a rule may have said."""
    compute = css.ComputedStyle.__missing__
    physical, inherited = css.PHYSICAL_FUNCTIONS, css.INHERITED
    usual, of_its_own = (
        css.INITIAL_VALUES,
        {*css.INITIAL_NOT_COMPUTED, "position", "float", "display", "page"},
    )

    def find(style, key):
        parent, said = style.parent_style, style.cascaded
        if parent is None or key in said or key in of_its_own or key.startswith(("__", "text_decoration_")):
            return compute(style, key)
        if key in physical and physical[key](block="ttb", inline=style["direction"]) in said:
            return compute(style, key)
        style[key] = value = parent[key] if key in inherited else usual[key]
        return value

    return [put(css.ComputedStyle, "__missing__", find)]


def styles_of_pages() -> list[Undo]:
    """Pages that the same rules hold for have the same styles, unless a rule asks for a page by its number."""
    compute = page.set_page_type_computed_styles

    def computed(page_type, html, style_for):
        if _counts_pages(style_for):
            return compute(page_type, html, style_for)
        alike = (page_type.side, page_type.blank, page_type.index == 0, page_type.name)
        styles = style_for.get_computed_styles()
        known = vars(style_for).setdefault("_of_pages", {})
        if alike not in known:
            compute(page_type, html, style_for)
            known[alike] = {part: style for (whose, part), style in styles.items() if whose == page_type}
        styles.update({(page_type, part): style for part, style in known[alike].items()})
        return None

    return [put(page, "set_page_type_computed_styles", computed)]


def _counts_pages(style_for) -> bool:
    selectors = (
        page_type
        for sheet, _origin, _specificity in style_for._sheets
        for _rule, selector_list, _declarations in sheet.page_rules
        for _specificity, _pseudo, page_type in selector_list
    )
    return any(page_type.index is not None for page_type in selectors)
