"""Invented people, streets and businesses of Central Java. Any likeness to real ones is chance."""

from __future__ import annotations

import random

GIVEN = ["Agus", "Ahmad", "Aditya", "Andi", "Anita", "Ani", "Arif", "Asri", "Ayu", "Bagus", "Bambang", "Bayu", "Budi", "Catur", "Citra", "Danang", "Dewi", "Dian", "Didik", "Dwi", "Eka", "Eko", "Endang", "Erna", "Fajar", "Fitri", "Galih", "Gunawan", "Hadi", "Hartini", "Hendra", "Heru", "Indah", "Indra", "Joko", "Kartika", "Kurnia", "Lestari", "Lilis", "Lukman", "Maya", "Mega", "Mulyono", "Murni", "Nanik", "Nia", "Novi", "Nugroho", "Nur", "Prasetyo", "Puji", "Putri", "Rahayu", "Ratna", "Retno", "Rina", "Rini", "Rizki", "Rudi", "Sari", "Siti", "Slamet", "Sri", "Sugeng", "Suharti", "Sulastri", "Sumarni", "Supriyadi", "Surya", "Sutrisno", "Tini", "Titik", "Tri", "Tuti", "Umi", "Wahyu", "Wati", "Wawan", "Wibowo", "Widodo", "Winarno", "Wiwik", "Yanti", "Yudi", "Yuli", "Yuni", "Zaenal"]
FAMILY = ["Handayani", "Kurniawan", "Lestari", "Nugroho", "Prabowo", "Prakoso", "Pramono", "Prasetyo", "Pratama", "Purnomo", "Purwanto", "Rahardjo", "Rahayu", "Santosa", "Santoso", "Saputra", "Setiawan", "Setyawan", "Subagyo", "Sudarmo", "Suharto", "Sukardi", "Sulistyo", "Sumarno", "Suparman", "Suprapto", "Susanti", "Susilo", "Sutopo", "Suyanto", "Utami", "Utomo", "Wahyudi", "Wardani", "Wibisono", "Wibowo", "Wicaksono", "Widayat", "Widjaja", "Widodo", "Winarno", "Wulandari", "Yulianto", "Kusuma", "Hidayat", "Anggraini", "Astuti", "Puspitasari", "Maharani", "Ningsih"]
STREETS = ["Ahmad Yani", "Diponegoro", "Gajah Mada", "Imam Bonjol", "Jenderal Sudirman", "Kartini", "Kepodang", "Kusuma Bangsa", "Mataram", "Merdeka", "Pahlawan", "Pandanaran", "Pemuda", "Raya Solo", "Slamet Riyadi", "Teuku Umar", "Veteran", "Wahidin", "Pasar Lama", "Melati"]
BUSINESS = ["Berkah Jaya", "Sumber Rejeki", "Maju Lancar", "Karya Mandiri", "Sari Rasa", "Tunas Harapan", "Mitra Abadi", "Jati Luhur", "Ukir Lestari", "Anugerah Sejahtera", "Cipta Karsa", "Lumbung Padi", "Rukun Makmur", "Barokah", "Sinar Pagi", "Dwi Tunggal", "Kencana Wungu", "Gemah Ripah", "Subur Makmur", "Laras Ati", "Tirta Wening", "Surya Kencana", "Bina Usaha", "Putra Mandiri", "Restu Ibu", "Sekar Arum", "Wahana Karya", "Muda Berkarya", "Mekar Sari", "Pelita Hati", "Guyub Rukun", "Sido Muncul Jaya", "Tani Makmur", "Griya Busana", "Dapur Nusantara", "Rasa Kampung", "Omah Kreatif", "Cahaya Timur", "Panca Karya", "Adi Guna"]


def person(dice: random.Random) -> str:
    return f"{dice.choice(GIVEN)} {dice.choice(FAMILY)}"


def street(dice: random.Random) -> str:
    return f"Jalan {dice.choice(STREETS)} {dice.randint(1, 240)}"


def nip(number: int, birth_year: int) -> str:
    """18 digits: birth day, month of appointment, sex, serial."""
    month, day = number % 12 + 1, number % 28 + 1
    return f"{birth_year}{month:02d}{day:02d}{birth_year + 25}{(month + 2) % 12 + 1:02d}{number % 2 + 1}{number % 1000:03d}"


def nik(number: int, dice: random.Random) -> str:
    """A well-formed NIK of Semarang that no living person has been checked against."""
    day, month, year = dice.randint(1, 28), dice.randint(1, 12), dice.randint(65, 99)
    return f"3374{number // 10_000 % 90 + 1:02d}{day:02d}{month:02d}{year:02d}{number % 10_000 or 1:04d}"
