"""The core of Một Cửa: rows (`data`), words (`spec`), work (`engine`) and HTTP (`web`), in that order of import."""
