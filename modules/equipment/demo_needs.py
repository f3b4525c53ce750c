"""What the fictional wards lack: subjects with their items, and why they ask."""

from modules.equipment.seed import ITEMS

PRICES = {code: price for code, _name, _measure, price, _software, _specs in ITEMS}
# Subject, items with how many of each, the present state.
NEEDS: list[tuple[str, dict[str, int], str]] = [
    (
        "Máy quét và đầu đọc căn cước cho quầy một cửa",
        {"SCN": 2, "QR": 4, "NFC": 2},
        "Hai máy quét mua năm 2018 chỉ còn 12 trang/phút, thường kẹt giấy; bốn quầy dùng chung hai đầu đọc căn cước.",
    ),
    (
        "Máy tính để bàn cho bộ phận hộ tịch",
        {"PC": 3, "UPS": 3},
        "Ba máy mua năm 2017 không cài được Windows 11, mỗi lần mở phần mềm hộ tịch chờ 4 đến 6 phút.",
    ),
    (
        "Máy in laser hai mặt cho bộ phận trả kết quả",
        {"PRN": 2},
        "Máy in đang dùng chung cho bốn quầy, bình quân 1.400 trang mỗi ngày, đã thay cụm sấy hai lần trong năm.",
    ),
    (
        "Bộ lưu điện và bộ chuyển mạch cho phòng máy chủ",
        {"UPS": 2, "NET": 1},
        "Mất điện ngày 14 vừa qua làm dừng bộ phận một cửa 50 phút; bộ chuyển mạch cũ hỏng 6 trong 24 cổng.",
    ),
    (
        "Máy lấy số và màn hình hiển thị sảnh tầng trệt",
        {"QMS": 1, "DSP": 2},
        "Người dân xếp hàng theo sổ ghi tay; giờ cao điểm có 60 đến 80 người chờ trong sảnh.",
    ),
    (
        "Máy tính xách tay cho tổ lưu động",
        {"LAP": 2},
        "Tổ lưu động làm thủ tục tại nhà cho người già yếu, hiện mượn máy cá nhân.",
    ),
    (
        "Đầu đọc mã QR cho quầy 3 và quầy 4",
        {"QR": 2},
        "Quầy nhập tay số định danh, mỗi hồ sơ mất thêm khoảng hai phút và hay sai số.",
    ),
    (
        "Thay máy quét hỏng và máy in đa năng phòng Văn hóa – Xã hội",
        {"SCN": 1, "MFP": 1},
        "Máy quét hỏng bộ kéo giấy, hãng ngừng cung cấp linh kiện; biên bản kiểm tra ngày 05 kèm theo.",
    ),
    (
        "Camera giám sát bộ phận một cửa",
        {"CAM": 4},
        "Khu tiếp dân mới chưa có camera; Đoàn kiểm tra cải cách hành chính đã nhắc trong quý trước.",
    ),
    (
        "Máy tính bảng đánh giá sự hài lòng",
        {"RATE": 3},
        "Đang lấy ý kiến bằng phiếu giấy, mỗi tháng mất hai ngày để nhập số liệu.",
    ),
    (
        "Thiết bị ký số cho công chức mới",
        {"TOK": 5, "SW": 5},
        "Năm công chức nhận nhiệm vụ từ đầu tháng chưa có thiết bị lưu khóa, phải nhờ người khác ký thay.",
    ),
    (
        "Kiosk tra cứu hồ sơ tại trung tâm phục vụ hành chính công",
        {"KSK": 1},
        "Mỗi ngày có khoảng 45 lượt hỏi tình trạng hồ sơ tại quầy hướng dẫn.",
    ),
]
OVER = "Tăng hai quầy tiếp nhận theo phương án sắp xếp, chưa được giao thêm biên chế."
PLACES = {"NET": "Phòng máy chủ, tầng 2", "QMS": "Sảnh tầng trệt", "DSP": "Sảnh tầng trệt", "CAM": "Khu tiếp dân"}
SUPPLIERS = ("Minh Họa", "Thí Dụ", "Ví Dụ")


def rounded(price: int, per_mille: int) -> int:
    """A price moved by so many per mille, to whole ten thousand đồng."""
    return price * (1000 + per_mille) // 1000 // 10_000 * 10_000
