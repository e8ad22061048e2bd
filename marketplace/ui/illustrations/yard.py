"""Building, cleaning, health, farm and play."""
# ruff: noqa: E501   (path data reads best on one line; the pairs are of equal length)

from marketplace.ui.illustrations.drawing import Drawing, darker, lighter


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
