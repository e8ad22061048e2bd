"""Clothes, crafts and what stands in an office."""
# ruff: noqa: E501   (path data reads best on one line; the pairs are of equal length)

import math

from marketplace.ui.illustrations.drawing import Drawing, darker, kawung, lighter


def shirt(tile, c, collar):
    g = Drawing(tile, shadow=(200, 252, 104, 15))
    g.raw(
        f'<path d="M152 78l-50 30 18 42 24-9v101c38 8 74 8 112 0V141l24 9 18-42-50-30c-16 16-80 16-96 0z" fill="{c}"/>'
        f'<path d="M256 141v101c-13 3-26 5-40 5.600V95c14-2 26-7 32-17l50 30-18 42z" fill="{darker(c, 0.15)}"/>'
        f'<path d="M152 78c16 16 80 16 96 0l-12-7c-16 10-56 10-72 0z" fill="{collar}"/>'
        f'<rect x="176" y="150" width="48" height="8" rx="4" fill="{lighter(c, 0.5)}"/>'
        f'<rect x="184" y="166" width="32" height="8" rx="4" fill="{lighter(c, 0.5)}"/>'
    )
    return g


def shoes():
    g = Drawing("cloth", room=(270, 180))
    for y in (-0.9, 0.5):
        g.box(-1.5, y, 0, 3.0, 0.95, 0.22, "#F4EFE4")
        g.box(-1.45, y + 0.05, 0.22, 1.2, 0.85, 1.0, "#1F3468", top="#101A35")
        g.box(-0.25, y + 0.05, 0.22, 1.6, 0.85, 0.5, "#2F5099")
        for step in (0.05, 0.35, 0.65):
            g.line("#F4EFE4", 3, (step, y + 0.2, 0.74), (step, y + 0.75, 0.74))
    return g


def curtain():
    g = Drawing("cloth", shadow=(200, 254, 120, 14))
    g.raw(
        '<rect x="92" y="58" width="216" height="8" rx="4" fill="#774B19"/><circle cx="90" cy="62" r="8" fill="#B7772C"/><circle cx="310" cy="62" r="8" fill="#B7772C"/>'
    )
    for i in range(8):
        x = 102 + i * 25
        g.raw(f'<path d="M{x} 66h25c-4 60 4 120 0 184h-25c4-62-4-124 0-184z" fill="{("#6686CB", "#4467B4")[i % 2]}"/>')
    return g


def pottery():
    g = Drawing("craft", room=(280, 214))
    c = "#B9693C"
    g.cylinder(-0.8, 0.2, 0, 0.6, 0.7, c, r2=1.05)
    g.cylinder(-0.8, 0.2, 0.7, 1.05, 0.8, c, r2=0.5)
    g.cylinder(-0.8, 0.2, 1.5, 0.5, 0.25, c, r2=0.65, top=darker(c, 0.5))
    g.cylinder(1.2, -0.2, 0, 0.4, 0.5, "#8A5A2B", r2=0.75, top=darker("#8A5A2B", 0.4))
    return g


def carving():
    g = Drawing("craft", room=(270, 214))
    wood = "#A8713C"
    g.box(-1.5, -0.2, 0, 3.0, 0.4, 2.8, wood)
    g.plane(kawung(5, 4, 54, "#EDD09E", 0.85), -1.35, 0.2, 0.3, "left")
    g.box(-1.7, -0.4, 0, 3.4, 0.8, 0.22, darker(wood, 0.25))
    return g


def trophy():
    g = Drawing("craft", room=(220, 220))
    g.box(-0.8, -0.8, 0, 1.6, 1.6, 0.6, "#2D2A26")
    g.plane('<rect width="90" height="26" rx="4" fill="#E0B26A"/>', -0.45, 0.8, 0.16, "left")
    g.cylinder(0, 0, 0.6, 0.3, 0.8, "#CF9242", r2=0.14)
    g.cylinder(0, 0, 1.4, 0.3, 1.1, "#E0B26A", r2=0.85, top="#B7772C")
    return g


def puppet():
    g = Drawing("craft", shadow=(200, 258, 70, 12))
    g.raw(
        '<path d="M200 40V262" stroke="#5A3915" stroke-width="5" stroke-linecap="round"/>'
        '<path d="M200 52c40 22 62 74 46 132-8 30-26 48-46 56-20-8-38-26-46-56-16-58 6-110 46-132z" fill="#B7772C"/>'
        '<path d="M200 76c26 18 42 58 32 104-6 22-18 36-32 44-14-8-26-22-32-44-10-46 6-86 32-104z" fill="#EDD09E"/>'
        '<path d="M200 100c16 14 24 42 18 76-4 14-10 24-18 30-8-6-14-16-18-30-6-34 2-62 18-76z" fill="#9E2B25"/>'
    )
    for y in (120, 146, 172):
        g.raw(f'<circle cx="200" cy="{y}" r="6" fill="#E0B26A"/>')
    return g


def cabinet():
    g = Drawing("office", room=(230, 226))
    c = "#8A93A6"
    g.box(-1.0, -0.8, 0, 2.0, 1.6, 3.6, c)
    for i in range(4):
        z = 0.12 + i * 0.87
        g.plane(
            '<rect width="176" height="78" rx="4" fill="#A9B1C1"/><rect x="62" y="40" width="52" height="10" rx="5" fill="#45506A"/>',
            -0.88,
            0.8,
            z,
            "left",
        )
    return g


def office_chair():
    g = Drawing("office", room=(220, 226))
    for angle in range(0, 360, 72):
        x, y = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        g.line("#2D2A26", 8, (0, 0, 0.12), (x, y, 0.05))
        g.ball(x, y, 0.06, 0.12, "#2D2A26")
        g.p(x, y, 0)
    g.cylinder(0, 0, 0.1, 0.12, 1.1, "#6A7284")
    g.box(-0.85, -0.85, 2.0, 1.7, 0.2, 1.7, "#264180")
    g.box(-0.85, -0.85, 1.2, 1.7, 1.7, 0.28, "#2F5099")
    return g


def sofa():
    g = Drawing("furniture")
    c = "#4467B4"
    g.box(-2.2, -1.0, 0.2, 4.4, 0.5, 1.7, darker(c, 0.12))
    g.box(-2.2, -0.5, 0.2, 4.4, 1.4, 0.8, c)
    g.box(-1.7, -0.45, 1.0, 1.65, 1.3, 0.22, lighter(c, 0.16))
    g.box(0.05, -0.45, 1.0, 1.65, 1.3, 0.22, lighter(c, 0.16))
    g.box(-2.3, -0.9, 0.2, 0.55, 1.8, 1.25, c)
    g.box(1.75, -0.9, 0.2, 0.55, 1.8, 1.25, c)
    for x in (-2.1, 1.9):
        g.box(x, 0.7, 0, 0.2, 0.15, 0.2, "#5A3915")
    return g


def folders():
    g = Drawing("office", room=(280, 210))
    for i, c in enumerate(("#2F5099", "#E0B26A", "#2F7A5B", "#B5362F")):
        g.box(-1.5 + i * 0.75, -0.9, 0, 0.6, 1.9, 2.4, c)
        g.plane('<rect width="34" height="90" rx="4" fill="#FBFBF9"/>', -1.37 + i * 0.75, 1.0, 1.0, "left")
    return g


def books(tile="print", colors=("#9E2B25", "#2F5099", "#E0B26A", "#2F7A5B")):
    g = Drawing(tile, room=(270, 200))
    z = 0.0
    for i, c in enumerate(colors):
        g.box(-1.5 + (i % 2) * 0.16, -1.1, z, 3.0, 2.1, 0.42, c, left="#FBF7EE")
        g.line(c, 3, (-1.5 + (i % 2) * 0.16, 1.0, z + 0.02), (1.5 + (i % 2) * 0.16, 1.0, z + 0.02))
        z += 0.42
    g.plane(
        '<rect x="40" y="50" width="180" height="16" rx="8" fill="#fff" opacity=".9"/><rect x="40" y="84" width="110" height="12" rx="6" fill="#fff" opacity=".6"/>',
        -1.2,
        -0.9,
        z,
        "top",
    )
    return g


def stamp():
    g = Drawing("office", room=(250, 200))
    g.box(-1.6, -0.2, 0, 1.9, 1.4, 0.35, "#2D2A26", top="#264180")
    g.box(0.5, -0.9, 0, 1.2, 1.0, 0.35, "#5A3915")
    g.cylinder(1.1, -0.4, 0.35, 0.28, 0.9, "#8A5A2B", r2=0.18)
    g.ball(1.1, -0.4, 1.45, 0.34, "#A8713C")
    return g


def leaflets():
    g = Drawing("print", room=(270, 200))
    for i, c in enumerate(("#94ABDF", "#E0B26A", "#B83A6B")):
        g.box(-1.6 + i * 0.5, -1.2 + i * 0.35, i * 0.1, 2.0, 1.6, 0.08, "#FBFBF9", top=lighter(c, 0.55))
        g.plane(
            f'<rect x="20" y="20" width="160" height="60" rx="6" fill="{c}"/><rect x="20" y="98" width="110" height="12" rx="6" fill="{darker(c, 0.4)}"/>',
            -1.6 + i * 0.5,
            -1.2 + i * 0.35,
            i * 0.1 + 0.08,
            "top",
        )
    return g


def laptop():
    g = Drawing("office", room=(280, 214))
    g.box(-1.7, -0.7, 0, 3.4, 2.0, 0.14, "#8A93A6", top="#B4BCCB")
    g.plane(
        '<rect x="20" y="16" width="300" height="90" rx="6" fill="#45506A"/><rect x="120" y="122" width="100" height="54" rx="6" fill="#9AA4B6"/>',
        -1.7,
        -0.6,
        0.14,
        "top",
    )
    g.polygon("#2D3447", (-1.7, -0.7, 0.14), (1.7, -0.7, 0.14), (1.7, -1.3, 2.2), (-1.7, -1.3, 2.2))
    g.polygon("#6686CB", (-1.55, -0.75, 0.3), (1.55, -0.75, 0.3), (1.55, -1.25, 2.05), (-1.55, -1.25, 2.05))
    return g


def printer():
    g = Drawing("office", room=(280, 214))
    g.box(-1.6, -1.0, 0, 3.2, 2.0, 1.4, "#E3E7EB")
    g.box(-1.1, -1.0, 1.4, 2.2, 0.6, 0.9, "#FFFFFF", left="#FBFBF9")
    g.plane('<rect width="220" height="30" rx="6" fill="#2D3447"/>', -1.1, 1.0, 0.5, "left")
    g.box(-0.9, 1.0, 0.45, 1.8, 0.9, 0.05, "#FFFFFF")
    g.plane('<rect width="60" height="26" rx="5" fill="#2F7A5B"/>', 0.8, 1.0, 1.0, "left")
    return g


def projector():
    g = Drawing("office", room=(280, 180))
    g.box(-1.5, -1.0, 0, 3.0, 2.0, 0.9, "#45506A", top="#5B6782")
    cx, cy = g.p(0.8, 1.0, 0.45)
    g.raw(
        f'<ellipse cx="{cx:.0f}" cy="{cy:.0f}" rx="20" ry="24" fill="#1C1A17"/><ellipse cx="{cx:.0f}" cy="{cy:.0f}" rx="13" ry="16" fill="#94ABDF"/>'
    )
    for i in range(4):
        g.line("#2D3447", 3, (-1.3 + i * 0.25, 1.0, 0.2), (-1.3 + i * 0.25, 1.0, 0.7))
    return g


def camera():
    g = Drawing("service", room=(270, 190))
    g.box(-1.4, -0.6, 0, 2.8, 1.2, 1.7, "#2D2A26", top="#45413A")
    g.box(-0.5, -0.4, 1.7, 1.0, 0.8, 0.35, "#45413A")
    cx, cy = g.p(0.1, 0.6, 0.85)
    g.raw(
        f'<circle cx="{cx:.0f}" cy="{cy:.0f}" r="34" fill="#45506A"/><circle cx="{cx:.0f}" cy="{cy:.0f}" r="24" fill="#101A35"/><circle cx="{cx - 8:.0f}" cy="{cy - 8:.0f}" r="8" fill="#94ABDF"/>'
    )
    return g


def speaker():
    g = Drawing("service", room=(220, 226))
    g.box(-0.9, -0.8, 0, 1.8, 1.6, 3.2, "#2D2A26", top="#45413A")
    for z, r in ((0.95, 30), (2.3, 19)):
        cx, cy = g.p(0, 0.8, z)
        g.raw(
            f'<ellipse cx="{cx:.0f}" cy="{cy:.0f}" rx="{r}" ry="{r + 5}" fill="#6A7284"/><ellipse cx="{cx:.0f}" cy="{cy:.0f}" rx="{r - 10}" ry="{r - 6}" fill="#1C1A17"/>'
        )
    return g


def storage():
    g = Drawing("office", room=(260, 190))
    g.box(-1.6, -0.9, 0, 1.8, 1.3, 0.4, "#45506A")
    g.box(0.5, -0.2, 0, 1.5, 0.5, 0.28, "#B5362F")
    g.box(2.0, -0.12, 0.05, 0.35, 0.34, 0.18, "#D3DCE6")
    g.plane('<rect width="70" height="20" rx="6" fill="#94ABDF"/>', -1.4, 0.4, 0.1, "left")
    return g


def router():
    g = Drawing("office", room=(270, 210))
    for x in (-1.2, 0, 1.2):
        g.box(x, -0.75, 0.4, 0.12, 0.12, 1.9, "#2D2A26")
    g.box(-1.6, -0.8, 0, 3.2, 1.6, 0.45, "#F2F5F8")
    for i in range(4):
        g.plane('<circle cx="7" cy="7" r="7" fill="#2F7A5B"/>', -1.2 + i * 0.35, 0.8, 0.15, "left")
    return g
