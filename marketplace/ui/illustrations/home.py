"""Furniture, food, cloth and craft."""
# ruff: noqa: E501, B905   (path data reads best on one line; the pairs are of equal length)

import math

from marketplace.ui.illustrations.drawing import Drawing, darker, kawung, lighter


def table(g, x, y, wood, frame, w=3.1, d=2.0, t=2.3, drawer=True):
    k = 0.16
    for lx, ly in ((x + 0.1, y + 0.1), (x + w - 0.1 - k, y + 0.1), (x + 0.1, y + d - 0.1 - k)):
        g.box(lx, ly, 0, k, k, t, frame)
    if drawer:
        g.box(x + 0.2, y + 0.2, t - 0.62, w - 0.4, d - 0.4, 0.1, darker(wood, 0.18))
    g.box(x + w - 0.1 - k, y + d - 0.1 - k, 0, k, k, t, frame)
    g.box(x + 0.1, y + d - 0.1 - k, 0.35, w - 0.2, k * 0.8, 0.12, frame)
    g.box(x, y, t, w, d, 0.17, wood)
    for i in range(1, 4):
        g.line(
            darker(wood, 0.1),
            0.8,
            (x + 0.1, y + d * i / 4, t + 0.17),
            (x + w - 0.1, y + d * i / 4, t + 0.17),
            extra=' opacity=".5"',
        )


def chair(g, x, y, wood, frame, w=1.5, t=1.35, back=1.55):
    k = 0.13
    d = w
    g.box(x, y, 0, k, k, t + back, frame)
    g.box(x + w - k, y, 0, k, k, t + back, frame)
    g.box(x + 0.02, y - 0.02, t + back * 0.42, w - 0.04, 0.12, back * 0.55, wood)
    g.box(x, y + d - k, 0, k, k, t, frame)
    g.box(x - 0.02, y, t, w + 0.04, d, 0.14, wood)
    g.box(x + w - k, y + d - k, 0, k, k, t, frame)


def pupil_set(wood="#C58F52", frame="#3B4152", tile="furniture", double=False, drawer=True):
    g = Drawing(tile)
    if double:
        chair(g, -1.9, -2.75, lighter(wood, 0.12), frame)
        chair(g, 0.5, -2.75, lighter(wood, 0.12), frame)
        table(g, -2.2, 0.2, wood, frame, w=4.6, d=1.7, drawer=drawer)
    else:
        chair(g, -0.85, -2.75, lighter(wood, 0.12), frame, w=1.6)
        table(g, -1.6, 0.25, wood, frame, d=1.8, drawer=drawer)
    return g


def chair_only(wood="#C58F52", frame="#3B4152"):
    g = Drawing("furniture")
    chair(g, -0.75, -0.75, wood, frame, w=1.7, t=1.4, back=1.7)
    return g


def table_only(wood="#A8713C", frame="#3B4152"):
    g = Drawing("furniture")
    table(g, -1.6, -1.0, wood, frame, w=3.2, d=2.1, t=2.2)
    return g


def kindergarten():
    g = Drawing("furniture")
    for (x, y), c in zip(((-2.2, -0.6), (-0.4, -2.2)), ("#D9644A", "#3F8FA8")):
        g.cylinder(x, y, 0, 0.5, 0.75, c)
    g.cylinder(0, 0, 0, 0.3, 1.1, "#EFEAE0")
    g.cylinder(0, 0, 1.1, 1.55, 0.16, "#E9B64B")
    for (x, y), c in zip(((2.1, 0.5), (0.5, 2.2)), ("#5B9E5F", "#4467B4")):
        g.cylinder(x, y, 0, 0.5, 0.75, c)
    return g


def bookcase():
    g = Drawing("furniture")
    wood = "#B07B44"
    g.box(-1.5, -0.6, 0, 3, 1.1, 4.2, darker(wood, 0.34), top=lighter(wood, 0.22), right=darker(wood, 0.2))
    books = ["#9E2B25", "#2F5099", "#E0B26A", "#2F7A5B", "#774B19", "#94ABDF"]
    for lv in range(3):
        z = 0.2 + lv * 1.32
        g.box(-1.36, 0.28, z, 2.72, 0.22, 0.1, wood)
        x = -1.25
        for i in range(7):
            w = 0.22 + 0.07 * ((i * 7 + lv * 3) % 3)
            h = 0.72 + 0.1 * ((i * 5 + lv) % 4)
            if x + w > 1.2:
                break
            g.box(x, 0.3, z + 0.1, w, 0.16, h, books[(i + lv * 2) % 6])
            x += w + 0.03
    g.box(-1.5, 0.46, 0, 0.14, 0.05, 4.2, wood)
    g.box(1.36, 0.46, 0, 0.14, 0.05, 4.2, wood)
    g.box(-1.5, 0.46, 4.06, 3, 0.05, 0.14, wood)
    g.box(-1.5, 0.46, 0, 3, 0.05, 0.18, wood)
    return g


def whiteboard():
    g = Drawing("furniture")
    g.box(-1.9, 0, 0, 0.14, 0.14, 1.6, "#6A7284")
    g.box(1.8, 0, 0, 0.14, 0.14, 1.6, "#6A7284")
    g.box(-2.2, 0, 1.3, 4.4, 0.14, 2.6, "#8A93A6", left="#FBFCFE")
    g.line("#2F5099", 2.4, (-1.7, 0.15, 3.3), (-0.4, 0.15, 3.3))
    g.line("#B5362F", 2.4, (-1.7, 0.15, 2.85), (0.2, 0.15, 2.85))
    g.line("#2F5099", 2.4, (-1.7, 0.15, 2.4), (-0.8, 0.15, 2.4))
    g.box(-0.8, 0.14, 1.22, 1.6, 0.2, 0.08, "#6A7284")
    return g


def snack_box():
    g = Drawing("food")
    k = "#D9A866"
    g.polygon(darker(k, 0.06), (-1.5, -1.2, 1.0), (1.5, -1.2, 1.0), (1.5, -1.9, 2.15), (-1.5, -1.9, 2.15))
    g.plane(kawung(6, 2, 42, "#FFF7E6", 0.45), -1.28, -1.38, 1.25, "left")
    g.polygon(darker(k, 0.3), (-1.5, -1.2, 0), (1.5, -1.2, 0), (1.5, -1.2, 1), (-1.5, -1.2, 1))
    g.polygon(darker(k, 0.38), (-1.5, -1.2, 0), (-1.5, 1.2, 0), (-1.5, 1.2, 1), (-1.5, -1.2, 1))
    g.polygon("#F7E9CB", (-1.5, -1.2, 0.35), (1.5, -1.2, 0.35), (1.5, 1.2, 0.35), (-1.5, 1.2, 0.35))
    for x, y, c in ((-1.0, -0.75, "#4F8A4B"), (0.0, -0.75, "#7DB45F")):
        g.box(x - 0.3, y - 0.3, 0.4, 0.72, 0.62, 0.5, c)
    g.box(0.85, -1.0, 0.4, 0.5, 0.8, 0.45, "#E58BA0", top="#F6C4CF")
    g.cylinder(-0.95, 0.45, 0.4, 0.36, 0.34, "#C97F3D")
    g.cylinder(0.0, 0.5, 0.4, 0.36, 0.34, "#B9692C")
    g.box(0.6, 0.1, 0.4, 0.75, 0.75, 0.5, "#F2D7A0", top="#8A5A2B")
    g.polygon(k, (-1.5, 1.2, 0), (1.5, 1.2, 0), (1.5, 1.2, 0.95), (-1.5, 1.2, 0.95))
    g.polygon(darker(k, 0.2), (1.5, -1.2, 0), (1.5, 1.2, 0), (1.5, 1.2, 0.95), (1.5, -1.2, 0.95))
    return g


def rice_cone():
    g = Drawing("food")
    g.cylinder(0, 0, 0, 2.35, 0.22, "#B98648", r2=2.45, top="#D9B27A")
    g.cylinder(0, 0, 0.22, 2.05, 0.05, "#4F8A4B", top="#6FA65A")
    for a, c in ((200, "#B5362F"), (250, "#F2D7A0"), (300, "#8A5A2B"), (150, "#E0B26A")):
        x, y = 1.45 * math.cos(math.radians(a)), 1.45 * math.sin(math.radians(a))
        g.ball(x, y, 0.5, 0.3, c)
    g.cone(0, 0, 0.27, 1.15, 3.2, "#F0B93A")
    for a, c in ((20, "#8A5A2B"), (70, "#4F8A4B"), (110, "#B5362F"), (-20, "#F4E5C3")):
        x, y = 1.5 * math.cos(math.radians(a)), 1.5 * math.sin(math.radians(a))
        g.ball(x, y, 0.5, 0.33, c)
    x, y = g.p(0, 0, 3.42)
    g.raw(
        f'<path d="M{x:.0f} {y:.0f}c-9-3-13-11-12-20 9 2 13 9 12 20zm0 0c9-3 13-11 12-20-9 2-13 9-12 20z" fill="#4F8A4B"/><circle cx="{x:.0f}" cy="{y - 2:.0f}" r="5" fill="#B5362F"/>'
    )
    return g


def coffee():
    g = Drawing("coffee")
    c = "#4A3426"
    g.box(-1.3, -0.9, 0, 1.9, 1.1, 2.9, c)
    g.polygon(darker(c, 0.15), (-1.3, 0.2, 2.9), (0.6, 0.2, 2.9), (0.6, -0.35, 3.35), (-1.3, -0.35, 3.35))
    g.plane(
        '<rect x="0" y="0" width="150" height="130" rx="8" fill="#F6E7CC"/>'
        + f'<g transform="translate(42 40)">{kawung(1, 1, 66, "#774B19")}</g>'
        '<rect x="25" y="16" width="100" height="9" rx="4" fill="#96601F"/>',
        -1.1,
        0.2,
        0.65,
        "left",
    )
    g.cylinder(1.5, 1.0, 0, 0.95, 0.1, "#E8E3DA")
    g.cylinder(1.5, 1.0, 0.1, 0.48, 0.85, "#F7F4EE", r2=0.68, top="#5A3B27")
    x, y = g.p(1.5, 1.0, 1.3)
    g.raw(
        f'<path d="M{x - 8:.0f} {y - 4:.0f}c-6-9 6-13 0-24M{x + 8:.0f} {y - 4:.0f}c-6-9 6-13 0-24" fill="none" stroke="#fff" stroke-width="3.4" stroke-linecap="round" opacity=".85"/>'
    )
    return g


def rice():
    g = Drawing("garden", s=40, cx=200, cy=196, shadow=(200, 242, 116, 26))
    g.raw(
        '<path d="M128 118c-8 30-10 78 0 116 40 16 104 16 144 0 10-38 8-86 0-116-44 12-100 12-144 0z" fill="#EFE6D2"/>'
        '<path d="M246 123c9 40 10 82 1 119 9-2 18-5 25-8 10-38 8-86 0-116-8 2-17 4-26 5z" fill="#D8CBAE"/>'
        '<path d="M128 118c-4-14 8-22 24-26 30 6 66 6 96 0 16 4 28 12 24 26-44 12-100 12-144 0z" fill="#DCCFB2"/>'
        '<path d="M150 95c30 8 70 8 100 0" stroke="#B5362F" stroke-width="5" fill="none" stroke-linecap="round"/>'
        '<circle cx="192" cy="180" r="36" fill="#2F7A5B"/>'
        '<path d="M192 204c0-22 2-34 10-46M192 190c-9-2-14-8-15-16 9 1 14 7 15 16zm2-14c-8-3-12-9-12-17 8 2 12 8 12 17zm3 4c3-8 9-12 17-12-2 8-8 13-17 12zm-3 14c4-7 10-11 18-10-3 8-9 12-18 10z" fill="#F6E7CC" stroke="#F6E7CC" stroke-width="2"/>'
    )
    return g


def water():
    g = Drawing("service")
    c = "#C9A06A"
    g.box(-1.8, -1.2, 0, 3.6, 2.4, 1.0, c)
    for i in range(5):
        for j in range(3):
            g.cylinder(-1.4 + i * 0.7, -0.8 + j * 0.8, 1.0, 0.27, 0.62, "#A9CDEB", r2=0.3, top="#E6F1FA")
    g.plane(
        '<rect width="210" height="52" rx="6" fill="#F6F0E4" opacity=".9"/><rect x="16" y="20" width="120" height="12" rx="6" fill="#2F5099"/>',
        -1.0,
        1.2,
        0.24,
        "left",
    )
    return g


def batik():
    g = Drawing("cloth", room=(280, 210))
    z = 0.0
    for c, h in (("#5A3915", 0.36), ("#264180", 0.36), ("#B7772C", 0.34), ("#18284F", 0.42)):
        g.box(-1.6, -1.15, z, 3.2, 2.3, h, c)
        g.line(lighter(c, 0.3), 1.2, (-1.6, 1.15, z + h / 2), (1.6, 1.15, z + h / 2), extra=' opacity=".5"')
        z += h
    g.plane(kawung(8, 5, 40, "#EDD09E"), -1.6, -1.0, z, "top")
    return g


def striped_cloth():
    g = Drawing("cloth", room=(280, 210))
    z = 0.0
    for c, h in (("#774B19", 0.4), ("#2D2A26", 0.4), ("#264180", 0.44)):
        g.box(-1.6, -1.15, z, 3.2, 2.3, h, c)
        z += h
    color = ["#E0B26A", "#F6E7CC", "#B5362F", "#94ABDF", "#F6E7CC"]
    line = "".join(
        f'<rect x="0" y="{i * 15}" width="320" height="{4 + (i * 3) % 5}" fill="{color[i % 5]}" opacity=".85"/>'
        for i in range(15)
    )
    g.plane(line, -1.6, -1.12, z, "top")
    return g


def uniform():
    g = Drawing("cloth", shadow=(200, 252, 110, 16))
    g.raw(
        '<path d="M150 74l-52 30 18 46 24-10v104c38 8 82 8 120 0V140l24 10 18-46-52-30c-16 14-84 14-100 0z" fill="#2F5099"/>'
        '<path d="M260 140v104c-14 3-28 5-42 5.600V92c14-2 25-7 32-18l52 30-18 46z" fill="#264180"/>'
        '<path d="M150 74c16 14 84 14 100 0l-14-8c-18 8-54 8-72 0z" fill="#18284F"/>'
        '<path d="M200 86v162" stroke="#18284F" stroke-width="2.500"/>'
        '<path d="M172 78l28 24 28-24 10 12-38 34-38-34z" fill="#6686CB"/>'
        '<rect x="216" y="136" width="32" height="36" rx="3" fill="#1F3468"/><rect x="216" y="136" width="32" height="8" rx="3" fill="#E0B26A"/>'
    )
    g.raw('<g transform="translate(146 196)" opacity=".55">' + kawung(5, 2, 22, "#E0B26A") + "</g>")
    for y in (122, 152, 182, 212):
        g.raw(f'<circle cx="200" cy="{y}" r="3.400" fill="#F6E7CC"/>')
    return g


def basket():
    g = Drawing("craft")
    c = "#C08E4E"
    g.cylinder(0, 0, 0, 1.35, 2.0, c, r2=1.7, top=darker(c, 0.4))
    for i in range(6):
        z = 0.3 + i * 0.32
        r = 1.35 + 0.35 * z / 2
        cx, cy, rx, ry = g.ellipse(0, 0, z, r)
        g.raw(
            f'<path d="M{cx - rx:.1f} {cy:.1f}A{rx:.1f} {ry:.1f} 0 0 0 {cx + rx:.1f} {cy:.1f}" fill="none" stroke="{darker(c, 0.3)}" stroke-width="2.200" stroke-dasharray="15 9" stroke-dashoffset="{(i % 2) * 12}" opacity=".75"/>'
        )
    cx, cy, rx, ry = g.ellipse(0, 0, 2.0, 1.7)
    g.raw(
        f'<ellipse cx="{cx:.1f}" cy="{cy:.1f}" rx="{rx:.1f}" ry="{ry:.1f}" fill="none" stroke="{lighter(c, 0.25)}" stroke-width="7"/>'
        f'<path d="M{cx - rx + 6:.1f} {cy:.1f}C{cx - rx + 10:.1f} {cy - 96:.1f} {cx + rx - 10:.1f} {cy - 96:.1f} {cx + rx - 6:.1f} {cy:.1f}" fill="none" stroke="{darker(c, 0.12)}" stroke-width="9" stroke-linecap="round"/>'
    )
    g.points.append((cx, cy - 82))
    return g


def bag():
    g = Drawing("craft")
    c = "#CBB58A"
    x0, y0 = g.p(-0.6, -0.35, 2.4)
    g.raw(f'<path d="M{x0 - 12:.0f} {y0 + 6:.0f}c2-62 70-40 66 24" fill="none" stroke="#5A3915" stroke-width="6"/>')
    g.box(-1.4, -0.55, 0, 2.8, 1.1, 2.4, c)
    g.plane('<rect width="280" height="66" fill="#264180"/>' + kawung(7, 1, 40, "#EDD09E"), -1.4, 0.55, 0.35, "left")
    x0, y0 = g.p(-0.75, 0.55, 2.3)
    g.raw(
        f'<path d="M{x0:.0f} {y0:.0f}c0-70 62-46 62 34" fill="none" stroke="#774B19" stroke-width="7" stroke-linecap="round"/>'
    )
    return g
