//! A QR code as the path of a drawing: nothing leaves this machine to make it.

use qrcodegen::{QrCode, QrCodeEcc};

/// How many modules it is wide, and the path of the dark ones.
pub fn path(text: &str) -> Option<(i32, String)> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let mut path = String::new();
    for y in 0..code.size() {
        for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
            path.push_str(&format!("M{x} {y}h1v1h-1z"));
        }
    }
    Some((code.size(), path))
}
