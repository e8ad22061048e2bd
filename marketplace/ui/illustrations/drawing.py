"""Isometric primitives: boxes, cylinders, cones, balls and flat patterns, written as small SVGs."""
# ruff: noqa: E501, B905   (path data reads best on one line; the pairs are of equal length)

import math

COS, SIN = math.cos(math.radians(30)), math.sin(math.radians(30))

TILES = {  # top and bottom of the tile: warm, light, calm
    "furniture": ("#F7EFE0", "#EEDFC4"),
    "food": ("#FBF0DA", "#F5E0B8"),
    "cloth": ("#EEF2FB", "#D9E3F6"),
    "office": ("#EFF3F6", "#DBE4EA"),
    "coffee": ("#F5ECE3", "#E6D5C3"),
    "cleaning": ("#E9F4F2", "#CFE6E2"),
    "garden": ("#EDF4E6", "#D6E6C6"),
    "print": ("#F6EEF1", "#EAD7DF"),
    "craft": ("#F6F0E4", "#E8DABF"),
    "service": ("#EBF1F8", "#D3E0F0"),
}


def mix(hex_a, hex_b, t):
    a, b = (int(hex_a[i : i + 2], 16) for i in (1, 3, 5)), (int(hex_b[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(x + (y - x) * t):02X}" for x, y in zip(a, b))


def lighter(c, t):
    return mix(c, "#FFFFFF", t)


def darker(c, t):
    return mix(c, "#1B1522", t)


class Drawing:
    """Simple things in isometric projection, 400 by 300; light comes from the upper left."""

    def __init__(self, tile, s=40, cx=200, cy=190, shadow=None, room=(310, 226)):
        """shadow=(x, y, rx, ry) turns automatic placing off."""
        self.s, self.cx, self.cy, self.parts = s, cx, cy, []
        self.tile, self.shadow, self.room = tile, shadow, room
        self.points, self.floor = [], []

    def p(self, x, y, z):
        t = (self.cx + (x - y) * COS * self.s, self.cy + (x + y) * SIN * self.s - z * self.s)
        self.points.append(t)
        if z <= 0.02:
            self.floor.append(t)
        return t

    def joined(self, *corners):
        return " ".join("{:.1f},{:.1f}".format(*self.p(*t)) for t in corners)

    def polygon(self, fill, *corners, extra=""):
        self.parts.append(f'<polygon points="{self.joined(*corners)}" fill="{fill}"{extra}/>')

    def box(self, x, y, z, w, d, h, c, top=None, left=None, right=None):
        """x, y, z is the lower rear corner; w to the right, d to the left, h up."""
        self.polygon(
            top or lighter(c, 0.22), (x, y, z + h), (x + w, y, z + h), (x + w, y + d, z + h), (x, y + d, z + h)
        )
        self.polygon(left or c, (x, y + d, z), (x + w, y + d, z), (x + w, y + d, z + h), (x, y + d, z + h))
        self.polygon(
            right or darker(c, 0.2), (x + w, y, z), (x + w, y + d, z), (x + w, y + d, z + h), (x + w, y, z + h)
        )

    def ellipse(self, x, y, z, r):
        cx, cy = self.p(x, y, z)
        rx, ry = r * self.s * COS * math.sqrt(2) * 0.98, r * self.s * SIN * math.sqrt(2) * 0.98
        edges = [(cx - rx, cy), (cx + rx, cy), (cx, cy - ry), (cx, cy + ry)]
        self.points += edges
        if z <= 0.02:
            self.floor += edges
        return cx, cy, rx, ry

    def cylinder(self, x, y, z, r, h, c, r2=None, top=None):
        r2 = r if r2 is None else r2
        bx, by, brx, bry = self.ellipse(x, y, z, r)
        tx, ty, trx, try_ = self.ellipse(x, y, z + h, r2)
        gid = f"t{len(self.parts)}"
        self.parts.append(
            f'<linearGradient id="{gid}"><stop stop-color="{lighter(c, 0.12)}"/><stop offset=".45" stop-color="{c}"/>'
            f'<stop offset="1" stop-color="{darker(c, 0.26)}"/></linearGradient>'
            f'<path d="M{bx - brx:.1f} {by:.1f}A{brx:.1f} {bry:.1f} 0 0 0 {bx + brx:.1f} {by:.1f}'
            f'L{tx + trx:.1f} {ty:.1f}A{trx:.1f} {try_:.1f} 0 0 0 {tx - trx:.1f} {ty:.1f}Z" fill="url(#{gid})"/>'
            f'<ellipse cx="{tx:.1f}" cy="{ty:.1f}" rx="{trx:.1f}" ry="{try_:.1f}" fill="{top or lighter(c, 0.25)}"/>'
        )

    def cone(self, x, y, z, r, h, c):
        bx, by, brx, bry = self.ellipse(x, y, z, r)
        ax, ay = self.p(x, y, z + h)
        gid = f"k{len(self.parts)}"
        self.parts.append(
            f'<linearGradient id="{gid}"><stop stop-color="{lighter(c, 0.25)}"/><stop offset=".5" stop-color="{c}"/>'
            f'<stop offset="1" stop-color="{darker(c, 0.22)}"/></linearGradient>'
            f'<path d="M{bx - brx:.1f} {by:.1f}A{brx:.1f} {bry:.1f} 0 0 0 {bx + brx:.1f} {by:.1f}'
            f'Q{ax + 5:.1f} {ay + 8:.1f} {ax:.1f} {ay:.1f}Q{ax - 5:.1f} {ay + 8:.1f} {bx - brx:.1f} {by:.1f}Z" fill="url(#{gid})"/>'
        )

    def ball(self, x, y, z, r, c):
        cx, cy = self.p(x, y, z)
        rr = r * self.s
        self.parts.append(
            f'<circle cx="{cx:.1f}" cy="{cy:.1f}" r="{rr:.1f}" fill="{c}"/>'
            f'<circle cx="{cx - rr * 0.3:.1f}" cy="{cy - rr * 0.32:.1f}" r="{rr * 0.38:.1f}" fill="{lighter(c, 0.45)}" opacity=".7"/>'
        )

    def line(self, c, w, *corners, extra=""):
        d = "M" + "L".join("{:.1f} {:.1f}".format(*self.p(*t)) for t in corners)
        self.parts.append(
            f'<path d="{d}" fill="none" stroke="{c}" stroke-width="{w}" stroke-linecap="round" stroke-linejoin="round"{extra}/>'
        )

    def raw(self, svg):
        self.parts.append(svg)

    def plane(self, svg, x, y, z, face="top"):
        """A flat SVG laid on the top, left or right face (1 unit = 100)."""
        ox, oy = self.p(x, y, z)
        k = self.s / 100
        m = {
            "top": (COS * k, SIN * k, -COS * k, SIN * k),
            "left": (COS * k, SIN * k, 0, -k),
            "right": (-COS * k, SIN * k, 0, -k),
        }[face]
        self.parts.append(
            f'<g transform="matrix({m[0]:.4f} {m[1]:.4f} {m[2]:.4f} {m[3]:.4f} {ox:.1f} {oy:.1f})">{svg}</g>'
        )

    def svg(self):
        a, b = TILES[self.tile]
        floor = self.floor or self.points
        parts = "".join(self.parts)
        if self.shadow:
            bx, by, brx, bry = self.shadow
            t = ""
        else:
            x0, x1 = min(t[0] for t in self.points), max(t[0] for t in self.points)
            y0, y1 = min(t[1] for t in self.points), max(t[1] for t in self.points)
            lx0, lx1 = min(t[0] for t in floor), max(t[0] for t in floor)
            ly0, ly1 = min(t[1] for t in floor), max(t[1] for t in floor)
            bx, by = (lx0 + lx1) / 2 + 6, (ly0 + ly1) / 2 + 2
            brx, bry = (lx1 - lx0) / 2 * 1.12 + 12, (ly1 - ly0) / 2 * 1.02 + 8
            k = min(self.room[0] / (x1 - x0), self.room[1] / (max(y1, by + bry) - y0))
            my = (y0 + max(y1, by + bry * 0.8)) / 2
            t = f' transform="translate(200 152) scale({k:.3f}) translate({-(x0 + x1) / 2:.1f} {-my:.1f})"'
        return (
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300">'
            '<defs><linearGradient id="g" x1="0" y1="0" x2="0" y2="1">'
            f'<stop stop-color="{a}"/><stop offset="1" stop-color="{b}"/></linearGradient></defs>'
            f'<rect width="400" height="300" fill="url(#g)"/><g{t}>'
            f'<ellipse cx="{bx:.0f}" cy="{by:.0f}" rx="{brx:.0f}" ry="{bry:.0f}" fill="{darker(b, 0.2)}" opacity=".5"/>'
            f"{parts}</g></svg>\n"
        )


def kawung(n, m, cell, color, op=1):
    """A flat kawung pattern of n by m cells; one cell is drawn, the others are <use>."""
    h = cell / 2
    k = (
        f"M0 0C{h * 0.1:.1f} {h * 0.55:.1f} {h * 0.5:.1f} {h * 0.95:.1f} {h * 0.92:.1f} {h * 0.92:.1f}"
        f"C{h * 0.95:.1f} {h * 0.5:.1f} {h * 0.55:.1f} {h * 0.1:.1f} 0 0Z"
    )
    ident = f"w{n}{m}{int(cell)}"
    first = (
        f'<g id="{ident}">' + "".join(f'<path transform="rotate({a})" d="{k}"/>' for a in (0, 90, 180, 270)) + "</g>"
    )
    rest = "".join(
        f'<use href="#{ident}" x="{i * cell:g}" y="{j * cell:g}"/>' for i in range(n) for j in range(m) if i or j
    )
    return f'<g fill="{color}" opacity="{op}" transform="translate({h:g} {h:g})">{first}{rest}</g>'
