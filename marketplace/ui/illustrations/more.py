"""Subjects for the groups of the catalogue that the first set did not cover."""
# ruff: noqa: E501   (path data reads best on one line; the pairs are of equal length)

import math

from marketplace.ui.illustrations.drawing import Drawing, darker, kawung, lighter


def lunch_box():
    g = Drawing("food")
    g.box(-1.7, -1.2, 0, 3.4, 2.4, 0.5, "#F4EFE4", top="#E7DFCE")
    g.box(-1.55, -1.05, 0.3, 1.5, 2.1, 0.32, "#FFFFFF", top="#FDFBF5")
    g.box(0.1, -1.05, 0.3, 1.45, 1.0, 0.3, "#6FA65A", top="#7DB45F")
    g.box(0.1, 0.1, 0.3, 1.45, 0.95, 0.3, "#B9692C", top="#C97F3D")
    for x, y in ((0.45, -0.75), (0.9, -0.5), (1.25, -0.8)):
        g.ball(x, y, 0.72, 0.14, "#B5362F")
    for x, y in ((0.4, 0.4), (0.85, 0.65), (1.2, 0.35)):
        g.ball(x, y, 0.7, 0.2, "#8A5A2B")
    for x, y in ((-1.1, -0.4), (-0.6, 0.3), (-1.0, 0.6)):
        g.ball(x, y, 0.66, 0.06, "#4F8A4B")
    return g


def bread():
    g = Drawing("food")
    g.box(-1.9, -1.1, 0, 3.8, 2.2, 0.14, "#B98648")
    for x, c in ((-1.2, "#C97F3D"), (0, "#D9A866"), (1.2, "#B9692C")):
        g.cylinder(x, 0, 0.14, 0.55, 0.5, c, r2=0.62, top=lighter(c, 0.25))
        g.ball(x - 0.1, -0.05, 0.72, 0.42, lighter(c, 0.12))
    return g


def drinks():
    g = Drawing("food", room=(250, 210))
    for x, y, c in ((-0.9, 0.5, "#E2B226"), (0.2, 0, "#B5362F"), (1.2, -0.6, "#6FA65A")):
        g.cylinder(x, y, 0, 0.36, 1.3, lighter(c, 0.2), r2=0.5, top=lighter(c, 0.55))
        g.line("#F7F4EE", 5, (x, y, 1.3), (x + 0.25, y - 0.05, 2.2))
    return g


def crate(contents):
    g = Drawing("garden")
    c = "#C08E4E"
    g.box(-1.7, -1.2, 0, 3.4, 2.4, 1.0, c, top=darker(c, 0.45))
    for lift in (0.32, 0.66):
        g.line(darker(c, 0.32), 3, (-1.7, 1.2, lift), (1.7, 1.2, lift))
        g.line(darker(c, 0.42), 3, (1.7, -1.2, lift), (1.7, 1.2, lift))
    contents(g)
    return g


def vegetables():
    def heap(g):
        greens = ("#4F8A4B", "#6FA65A", "#3F7A45", "#7DB45F")
        for i, (x, y) in enumerate(((-1.2, -0.7), (-0.3, -0.8), (0.6, -0.7), (1.2, -0.5), (-1.2, 0.2), (-0.2, 0.1))):
            g.ball(x, y, 1.15, 0.45, greens[i % 4])
        for x, y, c in ((0.7, 0.3, "#B5362F"), (1.2, 0.5, "#D9644A"), (-0.8, 0.8, "#E08A2C"), (0.2, 0.8, "#E08A2C")):
            g.ball(x, y, 1.1, 0.34, c)

    return crate(heap)


def fruit():
    def heap(g):
        colors = ("#E2B226", "#E08A2C", "#B5362F", "#7DB45F")
        spots = [(x * 0.75 - 1.15, y * 0.7 - 0.75) for x in range(4) for y in range(3)]
        for i, (x, y) in enumerate(spots):
            g.ball(x, y, 1.1, 0.4, colors[(i * 3) % 4])

    return crate(heap)


def eggs():
    g = Drawing("garden", room=(290, 200))
    g.box(-1.8, -1.3, 0, 3.6, 2.6, 0.4, "#A9A08F", top="#BDB5A5")
    for i in range(5):
        for j in range(4):
            g.ball(-1.4 + i * 0.7, -0.95 + j * 0.62, 0.55, 0.28, "#D9A77A" if (i + j) % 3 else "#E5BC95")
    return g


def fish():
    g = Drawing("garden", room=(300, 200))
    g.box(-1.9, -1.2, 0, 3.8, 2.4, 0.5, "#DCE8F0", top="#F3F8FB")
    for y in (-0.7, 0, 0.7):
        cx, cy = g.p(-0.1, y, 0.62)
        g.raw(
            f'<path transform="translate({cx:.0f} {cy:.0f}) rotate(30)" '
            'd="M-52 0C-34-16 6-18 34-2L52-13V13L34 2C6 18-34 16-52 0Z" fill="#7FA0B5"/>'
            f'<circle transform="translate({cx:.0f} {cy:.0f}) rotate(30)" cx="-40" cy="-3" r="2.600" fill="#1C1A17"/>'
        )
    return g


def bottle(g, x, y, c, tall=1.5, r=0.36, cap="#F4EFE4"):
    g.cylinder(x, y, 0, r, tall, c)
    g.cylinder(x, y, tall, r, 0.3, c, r2=0.15)
    g.cylinder(x, y, tall + 0.3, 0.16, 0.28, cap)


def bottles(tile, colors, tall=1.5):
    g = Drawing(tile, room=(260, 214))
    for i, c in enumerate(colors):
        bottle(g, -1.1 + i * 1.0, 0.7 - i * 0.65, c, tall=tall)
    return g


def snack_pouch():
    g = Drawing("coffee")
    for x, y, c in ((-0.9, -0.4, "#B5362F"), (0.5, 0.2, "#E0B26A")):
        g.box(x, y, 0, 1.5, 0.5, 2.2, c)
        g.box(x + 0.02, y + 0.1, 2.2, 1.46, 0.3, 0.16, lighter(c, 0.3))
        g.plane(
            '<rect width="110" height="90" rx="10" fill="#FFF7E6"/><circle cx="55" cy="45" r="26" fill="#C97F3D"/>',
            x + 0.2,
            y + 0.5,
            0.6,
            "left",
        )
    return g


def gallon():
    g = Drawing("service", room=(220, 220))
    g.cylinder(0, 0, 0, 1.1, 1.9, "#8FBEE6")
    g.cylinder(0, 0, 1.9, 1.1, 0.5, "#A9CDEB", r2=0.4)
    g.cylinder(0, 0, 2.4, 0.36, 0.4, "#2F5099")
    g.plane('<rect width="120" height="70" rx="8" fill="#F4FBFA" opacity=".9"/>', -0.75, 1.0, 0.5, "left")
    return g


def hamper():
    g = Drawing("craft")
    g.cylinder(0, 0, 0, 1.5, 0.8, "#C08E4E", r2=1.75, top=darker("#C08E4E", 0.35))
    for x, y, c, h in (
        (-0.7, -0.6, "#B5362F", 1.4),
        (0.2, -0.8, "#2F5099", 1.7),
        (-0.9, 0.3, "#E0B26A", 1.1),
        (0.4, 0.1, "#2F7A5B", 1.3),
    ):
        g.box(x, y, 0.6, 0.7, 0.6, h, c)
    g.ball(0.9, 0.7, 1.0, 0.36, "#E08A2C")
    g.ball(0.3, 1.0, 0.95, 0.34, "#B5362F")
    return g


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


def lamp():
    g = Drawing("service", shadow=(200, 252, 60, 14))
    g.raw(
        '<path d="M200 52c-40 0-66 30-66 66 0 26 14 42 26 56 8 10 12 18 12 30h56c0-12 4-20 12-30 12-14 26-30 26-56 0-36-26-66-66-66z" fill="#F6D77A"/>'
        '<path d="M200 52c40 0 66 30 66 66 0 26-14 42-26 56-8 10-12 18-12 30h-18c20-50 30-110-10-152z" fill="#E2B226" opacity=".7"/>'
        '<path d="M182 204v-40l-12-22m48 62v-40l12-22m-48 22h36" stroke="#96601F" stroke-width="4" fill="none" stroke-linejoin="round"/>'
        '<rect x="174" y="206" width="52" height="10" rx="5" fill="#8A93A6"/><rect x="176" y="220" width="48" height="10" rx="5" fill="#6A7284"/>'
        '<path d="M182 234h36l-8 14h-20z" fill="#45506A"/>'
    )
    return g


def toolbox():
    g = Drawing("service")
    c = "#B5362F"
    g.box(-1.7, -0.9, 0, 3.4, 1.8, 1.3, c)
    g.box(-1.75, -0.95, 1.3, 3.5, 1.9, 0.3, darker(c, 0.12))
    x, y = g.p(-0.6, 0, 1.6)
    g.raw(
        f'<path d="M{x:.0f} {y:.0f}v-34h50v34" transform="skewY(14) translate(0 {-x * 0.249:.0f})" fill="none" stroke="#2D2A26" stroke-width="9" stroke-linejoin="round"/>'
    )
    g.plane('<rect width="40" height="34" rx="4" fill="#D3DCE6"/>', -0.2, 0.95, 1.05, "left")
    return g


def paint():
    g = Drawing("print", room=(280, 200))
    for x, y, c in ((-1.2, 0.5, "#2F7A5B"), (0.2, -0.2, "#E0B26A"), (1.5, 0.7, "#2F5099")):
        g.cylinder(x, y, 0, 0.62, 1.1, "#D3DCE6", top=c)
        g.plane(f'<rect width="70" height="56" rx="4" fill="{c}"/>', x - 0.42, y + 0.56, 0.26, "left")
    return g


def cement():
    g = Drawing("craft", room=(280, 200))
    for x, y, z in ((-1.7, -1.0, 0), (0.1, -0.8, 0), (-0.9, -0.9, 0.75)):
        g.box(x, y, z, 1.9, 1.7, 0.7, "#B9B2A4", top="#CFC9BC")
        g.plane('<rect width="120" height="34" rx="4" fill="#9E2B25"/>', x + 0.3, y + 1.7, z + 0.18, "left")
    return g


def timber():
    g = Drawing("furniture", room=(300, 180))
    for z in range(3):
        for i in range(4 - z):
            g.box(
                -2.2,
                -1.2 + i * 0.62 + z * 0.3,
                z * 0.34,
                4.4,
                0.56,
                0.3,
                ("#C58F52", "#B07B44", "#D6A765")[(i + z) % 3],
            )
    return g


def pipes():
    g = Drawing("service", room=(280, 190))
    for i, (y, z) in enumerate(((-0.9, 0), (-0.1, 0), (0.7, 0), (-0.5, 0.55), (0.3, 0.55))):
        g.box(-2.0, y, z, 4.0, 0.5, 0.5, ("#B4C0CE", "#9AA4B6")[i % 2])
        cx, cy = g.p(2.0, y + 0.25, z + 0.25)
        g.raw(f'<ellipse cx="{cx:.0f}" cy="{cy:.0f}" rx="8" ry="11" fill="#45506A"/>')
    return g


def extinguisher():
    g = Drawing("service", room=(200, 226))
    g.cylinder(0, 0, 0, 0.75, 2.5, "#B5362F")
    g.cylinder(0, 0, 2.5, 0.75, 0.35, "#B5362F", r2=0.3)
    g.cylinder(0, 0, 2.85, 0.2, 0.3, "#2D2A26")
    x, y = g.p(0, 0, 3.2)
    g.raw(
        f'<path d="M{x:.0f} {y:.0f}h34M{x:.0f} {y + 4:.0f}c-50 10-46 60-40 92" fill="none" stroke="#2D2A26" stroke-width="8" stroke-linecap="round"/>'
    )
    g.plane('<rect width="80" height="90" rx="6" fill="#F4EFE4"/>', -0.5, 0.68, 0.9, "left")
    return g


def tissue():
    g = Drawing("cleaning", room=(270, 200))
    g.box(-1.6, -0.9, 0, 3.2, 1.8, 1.0, "#6DB7AE")
    x, y = g.p(0, 0, 1.0)
    g.raw(
        f'<path d="M{x - 40:.0f} {y:.0f}c6-40 20-62 34-74 10 12 20 8 26-4 14 22 22 46 24 80-24 12-60 12-84-2z" fill="#FFFFFF"/><path d="M{x:.0f} {y + 6:.0f}c0-30 4-54 14-74" stroke="#D5DDE6" stroke-width="3" fill="none"/>'
    )
    return g


def gas():
    g = Drawing("service", room=(210, 220))
    c = "#4F9A5B"
    g.cylinder(0, 0, 0, 0.8, 0.2, darker(c, 0.3))
    g.cylinder(0, 0, 0.2, 1.0, 1.6, c)
    g.cylinder(0, 0, 1.8, 1.0, 0.4, c, r2=0.45)
    g.cylinder(0, 0, 2.2, 0.6, 0.5, lighter(c, 0.1), top=darker(c, 0.45))
    return g


def dishes():
    g = Drawing("cleaning", room=(280, 190))
    for i in range(5):
        g.cylinder(-0.7, 0.2, i * 0.14, 0.75, 0.12, "#F7F4EE", r2=1.1, top="#FFFFFF")
    g.cylinder(1.4, -0.3, 0, 0.45, 1.0, "#94ABDF", r2=0.55, top="#EEF2FB")
    g.cylinder(0.9, 1.3, 0, 0.4, 0.5, "#E0B26A", r2=0.62, top="#F6E7CC")
    return g


def first_aid():
    g = Drawing("cleaning", room=(260, 210))
    g.box(-1.5, -0.8, 0, 3.0, 1.6, 2.0, "#F7F9FA", top="#FFFFFF", right="#D5DDE6")
    g.plane('<path d="M60 0h50v60h60v50h-60v60H60v-60H0V60h60z" fill="#B5362F"/>', -0.85, 0.8, 0.15, "left")
    x, y = g.p(-0.35, 0, 2.0)
    g.raw(f'<path d="M{x:.0f} {y:.0f}v-20q0-8 8-6l24 12q8 4 8 12v20" fill="none" stroke="#6A7284" stroke-width="7"/>')
    return g


def masks():
    g = Drawing("cleaning", shadow=(200, 226, 104, 20))
    for dy, c in ((0, "#BFE3DF"), (28, "#6DB7AE")):
        g.raw(
            f'<path d="M108 {112 + dy}c60-22 124-22 184 0 4 40-30 84-92 84s-96-44-92-84z" fill="{c}"/>'
            f'<path d="M120 {132 + dy}c52-14 108-14 160 0M124 {154 + dy}c50-12 102-12 152 0" stroke="#FFFFFF" stroke-width="3" fill="none" opacity=".8"/>'
        )
    return g


def fertilizer():
    g = Drawing("garden", room=(270, 214))
    g.box(-1.3, -0.8, 0, 2.2, 1.3, 2.6, "#F4EFE4", top="#E7DFCE")
    g.plane(
        '<rect width="180" height="150" rx="6" fill="#2F7A5B"/><path d="M90 30c0 40 0 60 0 90M90 70c-20-4-34-18-36-40 22 2 36 16 36 40zm0 20c20-4 34-18 36-40-22 2-36 16-36 40z" fill="#F6E7CC" stroke="#F6E7CC" stroke-width="4"/>',
        -1.1,
        0.5,
        0.5,
        "left",
    )
    g.cone(1.6, 0.8, 0, 0.8, 0.8, "#5A3F2A")
    return g


def hoe():
    g = Drawing("garden", shadow=(200, 248, 110, 16))
    g.raw(
        '<path d="M112 236L258 84" stroke="#B07B44" stroke-width="10" stroke-linecap="round"/>'
        '<path d="M246 66l48 44-30 42c-18-6-44-30-50-50z" fill="#8A93A6"/><path d="M294 110l-30 42-8-4 22-46z" fill="#6A7284"/>'
        '<path d="M286 236L180 126" stroke="#96601F" stroke-width="9" stroke-linecap="round"/>'
        '<path d="M186 132c-30 4-62-12-74-48 34-6 66 8 78 36-10-12-28-20-46-22 14 10 30 22 42 34z" fill="#6A7284"/>'
    )
    return g


def feed():
    g = Drawing("garden", room=(270, 200))
    g.cylinder(-0.8, -0.2, 0, 0.95, 1.5, "#D8CBAE", r2=1.0, top="#C9A06A")
    g.cylinder(1.2, 0.9, 0, 0.7, 0.4, "#6A7284", r2=0.85, top="#C9A06A")
    for x, y in ((1.0, 0.8), (1.4, 1.1), (1.2, 0.6)):
        g.ball(x, y, 0.45, 0.12, "#B07B44")
    return g


def flowers():
    g = Drawing("garden", shadow=(200, 248, 70, 16))
    for x, y, c in (
        (150, 96, "#B83A6B"),
        (200, 70, "#E2B226"),
        (250, 96, "#9E2B25"),
        (174, 128, "#F6C4CF"),
        (226, 128, "#E58BA0"),
    ):
        g.raw(f'<path d="M200 210Q{(x + 200) / 2:.0f} 160 {x} {y}" stroke="#4F8A4B" stroke-width="4" fill="none"/>')
        petals = "".join(
            f'<ellipse cx="{x}" cy="{y - 13}" rx="9" ry="13" transform="rotate({a} {x} {y})" fill="{c}"/>'
            for a in range(0, 360, 60)
        )
        g.raw(f'{petals}<circle cx="{x}" cy="{y}" r="8" fill="#F6E7CC"/>')
    g.raw('<path d="M164 186h72l-12 62h-48z" fill="#2F5099"/><path d="M236 186l-12 62h-18l6-62z" fill="#264180"/>')
    return g


def balls():
    g = Drawing("service", room=(270, 190))
    g.ball(-0.9, 0.3, 0.9, 0.9, "#F7F4EE")
    g.ball(1.2, -0.2, 0.75, 0.75, "#E08A2C")
    cx, cy = g.p(-0.9, 0.3, 0.9)
    g.raw(f'<path d="M{cx:.0f} {cy - 14:.0f}l14 10-5 16h-18l-5-16z" fill="#2D2A26"/>')
    cx, cy = g.p(1.2, -0.2, 0.75)
    g.raw(f'<path d="M{cx - 30:.0f} {cy:.0f}h60M{cx:.0f} {cy - 30:.0f}v60" stroke="#5A3915" stroke-width="2.500"/>')
    g.p(-0.9, 0.3, 1.9)
    g.floor += [g.p(-1.5, 0.5, 0), g.p(1.6, -0.2, 0), g.p(0.6, 0.8, 0)]
    return g


def blocks():
    g = Drawing("furniture", room=(260, 210))
    for x, y, z, c in (
        (-1.3, -0.6, 0, "#B5362F"),
        (0, -0.6, 0, "#2F5099"),
        (-0.65, -0.6, 1.1, "#E0B26A"),
        (0.9, 0.8, 0, "#2F7A5B"),
    ):
        g.box(x, y, z, 1.1, 1.1, 1.05, c)
        g.plane('<circle cx="40" cy="40" r="24" fill="#FFF7E6" opacity=".85"/>', x + 0.15, y + 1.1, z + 0.12, "left")
    return g


def globe():
    g = Drawing("office", room=(220, 220))
    g.cylinder(0, 0, 0, 0.9, 0.16, "#5A3915")
    g.cylinder(0, 0, 0.16, 0.12, 0.6, "#774B19")
    g.ball(0, 0, 1.9, 1.2, "#4467B4")
    g.p(0, 0, 3.4)
    cx, cy = g.p(0, 0, 1.9)
    g.raw(
        f'<path d="M{cx - 30:.0f} {cy - 20:.0f}c14-16 34-10 36 4s-20 14-22 26-18 4-18-10zM{cx + 10:.0f} {cy + 8:.0f}c14-8 28-2 26 10s-24 20-30 8z" fill="#6FA65A"/>'
        f'<path d="M{cx:.0f} {cy - 52:.0f}a52 52 0 0 1 0 104" fill="none" stroke="#E0B26A" stroke-width="5"/>'
    )
    return g


def gong():
    g = Drawing("craft", shadow=(200, 250, 110, 16))
    g.raw(
        '<path d="M112 246V74h176v172M104 74h192" fill="none" stroke="#774B19" stroke-width="14" stroke-linejoin="round" stroke-linecap="round"/>'
        '<path d="M172 80v24M228 80v24" stroke="#2D2A26" stroke-width="4"/>'
        '<circle cx="200" cy="160" r="62" fill="#B7772C"/><circle cx="200" cy="160" r="48" fill="#CF9242"/><circle cx="200" cy="160" r="17" fill="#E0B26A"/><circle cx="194" cy="154" r="6" fill="#F6E7CC"/>'
    )
    return g


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
