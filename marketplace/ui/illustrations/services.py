"""Work done for an office: stages, cars, tents, machines, people."""
# ruff: noqa: E501   (path data reads best on one line; the pairs are of equal length)

from marketplace.ui.illustrations.drawing import Drawing, darker, kawung, lighter


def stage():
    g = Drawing("service")
    g.box(-2.0, -1.3, 0, 4.0, 2.6, 0.5, "#774B19", top="#96601F")
    for x in (-2.0, 1.85):
        g.box(x, -1.3, 0.5, 0.15, 0.15, 2.6, "#6A7284")
    g.polygon("#264180", (-1.85, -1.25, 0.5), (1.85, -1.25, 0.5), (1.85, -1.25, 3.0), (-1.85, -1.25, 3.0))
    g.plane(kawung(4, 2, 70, "#E0B26A", 0.8), -1.4, -1.25, 1.2, "left")
    g.box(-0.4, 0.1, 0.5, 0.8, 0.5, 1.0, "#C58F52")
    g.line("#2D2A26", 4, (0, 0.3, 1.5), (0.25, 0.5, 1.9))
    return g


def megaphone():
    g = Drawing("print", shadow=(200, 244, 100, 16))
    g.raw(
        '<path d="M120 138l128-62v132l-128-46z" fill="#B5362F"/><path d="M248 76c18 0 30 30 30 66s-12 66-30 66-30-30-30-66 12-66 30-66z" fill="#9E2B25"/>'
        '<ellipse cx="250" cy="142" rx="18" ry="50" fill="#5A1713"/><path d="M104 136h26v32h-26c-10 0-10-32 0-32z" fill="#2D2A26"/>'
        '<path d="M142 168l14 56h26l-12-48z" fill="#45413A"/><path d="M300 108l18-12M304 142h24M300 176l18 12" stroke="#E0B26A" stroke-width="7" stroke-linecap="round"/>'
    )
    return g


def palette():
    g = Drawing("print", shadow=(200, 236, 110, 18))
    g.raw(
        '<path d="M196 76c70-6 112 34 108 78-2 26-24 34-46 28-20-6-34 4-28 22 6 20-4 36-34 36-56 0-100-38-100-84 0-44 44-76 100-80z" fill="#D6A765"/>'
    )
    for x, y, c in (
        (146, 140, "#2F5099"),
        (176, 110, "#B5362F"),
        (218, 104, "#E2B226"),
        (258, 124, "#2F7A5B"),
        (144, 182, "#B83A6B"),
    ):
        g.raw(f'<circle cx="{x}" cy="{y}" r="14" fill="{c}"/>')
    return g


def car(tile, c, cargo=False):
    g = Drawing(tile)
    g.box(-2.2, -0.9, 0.35, 4.4, 1.8, 0.8, c)
    if cargo:
        g.box(-2.2, -0.9, 1.15, 2.7, 1.8, 1.3, "#F2F5F8", top="#FFFFFF")
        g.box(0.7, -0.85, 1.15, 1.1, 1.7, 0.8, c)
        window = (0.85, 80, 50)
    else:
        g.box(-1.7, -0.8, 1.15, 3.0, 1.6, 0.8, lighter(c, 0.06))
        window = (-1.5, 260, 46)
    g.plane(f'<rect width="{window[1]}" height="{window[2]}" rx="8" fill="#BFD6EA"/>', window[0], 0.85, 1.3, "left")
    for x in (-1.5, 1.3):
        cx, cy = g.p(x, 0.9, 0.38)
        g.raw(
            f'<ellipse cx="{cx:.0f}" cy="{cy:.0f}" rx="15" ry="18" fill="#2D2A26"/><ellipse cx="{cx:.0f}" cy="{cy:.0f}" rx="7" ry="9" fill="#B4C0CE"/>'
        )
    g.floor += [g.p(-2.2, 0.9, 0), g.p(2.2, -0.9, 0), g.p(2.2, 0.9, 0)]
    return g


def motorbike():
    g = Drawing("service", shadow=(200, 240, 112, 14))
    g.raw(
        '<circle cx="128" cy="202" r="36" fill="none" stroke="#2D2A26" stroke-width="13"/><circle cx="274" cy="202" r="36" fill="none" stroke="#2D2A26" stroke-width="13"/>'
        '<path d="M128 202l52-56h60l34 56" fill="none" stroke="#6A7284" stroke-width="9" stroke-linejoin="round"/>'
        '<path d="M156 140c20-14 60-16 88-4l8 22-28 34h-44z" fill="#B5362F"/><path d="M130 128h64l8 16h-62z" fill="#2D2A26"/><path d="M244 128l14-34h26" fill="none" stroke="#45413A" stroke-width="8" stroke-linecap="round"/>'
    )
    return g


def tent():
    g = Drawing("garden")
    for x, y in ((-2.0, -1.5), (1.9, -1.5), (-2.0, 1.4), (1.9, 1.4)):
        g.box(x, y, 0, 0.12, 0.12, 1.9, "#8A93A6")
    g.polygon("#F7F4EE", (-2.1, 1.6, 1.9), (2.1, 1.6, 1.9), (0, 0, 3.4))
    g.polygon("#D3DCE6", (2.1, -1.6, 1.9), (2.1, 1.6, 1.9), (0, 0, 3.4))
    for i in range(7):
        x = -2.1 + i * 0.6
        g.polygon(("#B5362F", "#F7F4EE")[i % 2], (x, 1.6, 1.9), (x + 0.6, 1.6, 1.9), (x + 0.3, 1.6, 1.5))
    return g


def screen():
    g = Drawing("service", room=(280, 214))
    for x in (-1.5, 1.4):
        g.box(x, -0.5, 0, 0.12, 1.0, 0.12, "#2D2A26")
        g.box(x, -0.06, 0, 0.12, 0.12, 1.0, "#2D2A26")
    g.box(-2.0, -0.1, 1.0, 4.0, 0.2, 2.2, "#2D2A26", left="#101A35")
    g.plane(
        '<rect width="370" height="190" fill="#4467B4"/><path d="M0 190l110-90 70 56 80-84 110 118z" fill="#6FA65A"/><circle cx="300" cy="48" r="24" fill="#E2B226"/>',
        -1.85,
        0.1,
        1.15,
        "left",
    )
    return g


def generator():
    g = Drawing("service", room=(280, 200))
    for y in (-1.0, 0.9):
        g.box(-1.8, y, 0, 3.6, 0.14, 0.14, "#2D2A26")
    g.box(-1.4, -0.8, 0.14, 1.5, 1.6, 1.3, "#E2B226")
    g.box(0.1, -0.6, 0.14, 1.3, 1.2, 1.0, "#45506A")
    g.cylinder(-0.7, -0.1, 1.44, 0.5, 0.3, "#B5362F")
    g.plane(
        '<rect width="90" height="60" rx="6" fill="#2D3447"/><circle cx="26" cy="30" r="12" fill="#D3DCE6"/><circle cx="62" cy="30" r="12" fill="#D3DCE6"/>',
        -1.15,
        0.8,
        0.5,
        "left",
    )
    return g


def copier():
    g = Drawing("office", room=(230, 226))
    g.box(-1.2, -0.9, 0, 2.4, 1.8, 2.0, "#E3E7EB")
    g.box(-1.25, -0.95, 2.0, 2.5, 1.9, 0.35, "#45506A")
    for z in (0.2, 0.75, 1.3):
        g.plane(
            '<rect width="200" height="42" rx="4" fill="#CBD3DB"/><rect x="76" y="18" width="48" height="8" rx="4" fill="#6A7284"/>',
            -1.0,
            0.9,
            z,
            "left",
        )
    g.box(-1.9, -0.5, 1.5, 0.7, 1.0, 0.05, "#FFFFFF")
    return g


def meeting_room():
    g = Drawing("furniture")
    for x in (-1.6, 0, 1.6):
        g.box(x - 0.35, -2.0, 0, 0.7, 0.6, 0.8, "#264180")
        g.box(x - 0.35, -2.1, 0, 0.7, 0.12, 1.6, "#1F3468")
    g.box(-2.3, -1.1, 0.9, 4.6, 1.8, 0.16, "#B07B44")
    g.box(-1.9, -0.5, 0, 0.3, 0.6, 0.9, "#774B19")
    g.box(1.6, -0.5, 0, 0.3, 0.6, 0.9, "#774B19")
    for x in (-1.4, 0, 1.4):
        g.box(x - 0.3, -0.2, 1.06, 0.6, 0.4, 0.03, "#FFFFFF")
    return g


def broom_service():
    g = Drawing("cleaning")
    g.box(-1.6, -0.8, 0.3, 2.6, 1.6, 1.2, "#2A8C86")
    for x in (-1.3, 0.6):
        g.cylinder(x, 0.9, 0.05, 0.25, 0.2, "#2D2A26")
    for x, c in ((-1.2, "#E0B26A"), (-0.5, "#B5362F"), (0.2, "#94ABDF")):
        g.cylinder(x, 0, 1.5, 0.26, 0.8, c)
    g.line("#C08E4E", 8, (1.2, -0.4, 0.2), (1.9, -1.0, 3.4))
    g.box(0.9, -0.2, 0, 0.8, 0.3, 0.35, "#D9B06A")
    return g


def parcels():
    g = Drawing("service", room=(280, 210))
    for x, y, z, w, h in ((-1.7, -0.9, 0, 1.7, 1.3), (0.2, -0.7, 0, 1.5, 1.0), (-1.2, -0.7, 1.3, 1.3, 0.9)):
        g.box(x, y, z, w, 1.5, h, "#C9A06A")
        g.box(x + w / 2 - 0.1, y - 0.001, z + 0.001, 0.22, 1.502, h + 0.005, "#E7D3AC")
    return g


def website():
    g = Drawing("service", room=(280, 214))
    g.box(-0.5, -0.4, 0, 1.0, 0.8, 0.1, "#6A7284")
    g.box(-0.12, -0.1, 0.1, 0.24, 0.2, 0.7, "#6A7284")
    g.box(-2.0, -0.1, 0.8, 4.0, 0.16, 2.5, "#2D3447", left="#F7F9FC")
    g.plane(
        '<rect width="400" height="44" y="206" fill="#2F5099"/><rect x="24" y="130" width="190" height="20" rx="8" fill="#94ABDF"/><rect x="24" y="92" width="150" height="14" rx="7" fill="#D3DCE6"/><rect x="24" y="62" width="170" height="14" rx="7" fill="#D3DCE6"/><rect x="250" y="50" width="120" height="120" rx="10" fill="#E0B26A"/>',
        -2.0,
        0.06,
        0.8,
        "left",
    )
    return g


def guard():
    g = Drawing("service", shadow=(200, 248, 84, 14))
    g.raw(
        '<path d="M200 50c34 20 62 24 88 26 2 70-18 138-88 172-70-34-90-102-88-172 26-2 54-6 88-26z" fill="#264180"/>'
        '<path d="M200 50c34 20 62 24 88 26 2 70-18 138-88 172z" fill="#1F3468"/><path d="M160 148l28 28 54-60" fill="none" stroke="#E0B26A" stroke-width="16" stroke-linecap="round" stroke-linejoin="round"/>'
    )
    return g


def laundry():
    g = Drawing("cleaning", room=(240, 214))
    g.box(-1.3, -1.0, 0, 2.6, 2.0, 2.6, "#F2F5F8", top="#FFFFFF")
    cx, cy = g.p(0, 1.0, 1.15)
    g.raw(
        f'<ellipse cx="{cx:.0f}" cy="{cy:.0f}" rx="33" ry="39" fill="#B4C0CE"/><ellipse cx="{cx:.0f}" cy="{cy:.0f}" rx="24" ry="29" fill="#4467B4"/><path d="M{cx - 22:.0f} {cy + 4:.0f}c14-12 28 12 44 0" stroke="#BFD6EA" stroke-width="5" fill="none"/>'
    )
    g.plane(
        '<circle cx="20" cy="14" r="9" fill="#2F5099"/><rect x="60" y="6" width="100" height="16" rx="6" fill="#D3DCE6"/>',
        -1.1,
        1.0,
        2.2,
        "left",
    )
    return g


def bins():
    g = Drawing("garden", room=(280, 204))
    for x, y, c in ((-1.5, 0.3, "#2F7A5B"), (0, 0, "#E2B226"), (1.5, -0.3, "#B5362F")):
        g.cylinder(x, y, 0, 0.55, 1.6, c, r2=0.7)
        g.cylinder(x, y, 1.6, 0.78, 0.18, darker(c, 0.2))
    return g


def tools():
    g = Drawing("service", shadow=(200, 246, 110, 16))
    g.raw(
        '<path d="M116 232L250 98" stroke="#8A93A6" stroke-width="20" stroke-linecap="round"/><path d="M236 70c24-18 56-12 68 8l-34 4-8 28 26 20c-26 14-58 2-66-24-4-14 2-28 14-36z" fill="#8A93A6"/>'
        '<path d="M284 232L166 114" stroke="#B5362F" stroke-width="18" stroke-linecap="round"/><path d="M172 120L122 70" stroke="#45506A" stroke-width="9" stroke-linecap="round"/>'
    )
    return g
