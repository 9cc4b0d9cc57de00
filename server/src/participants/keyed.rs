//! HMAC with SHA-256 (RFC 2104): what only somebody with the key can work out.

use sha2::{Digest, Sha256};

use crate::storage::audit::hex;

/// Bytes of a block of SHA-256.
const BLOCK: usize = 64;

/// The keyed hash of some bytes.
pub fn keyed(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let mut block = [0u8; BLOCK];
    if key.len() > BLOCK {
        block[..32].copy_from_slice(&Sha256::digest(key));
    } else {
        block[..key.len()].copy_from_slice(key);
    }
    let mut inner = Sha256::new_with_prefix(block.map(|byte| byte ^ 0x36));
    parts.iter().for_each(|part| inner.update(part));
    let outer = Sha256::new_with_prefix(block.map(|byte| byte ^ 0x5c)).chain_update(inner.finalize());
    outer.finalize().into()
}

/// A keyed fingerprint of something short, as hexadecimal digits.
pub fn fingerprint(key: &str, text: &str) -> String {
    hex(&keyed(key.as_bytes(), &[text.as_bytes()]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_rfc_4231_come_out() {
        assert_eq!(
            fingerprint("Jefe", "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
        let long = [0xaa; 131];
        assert_eq!(
            hex(&keyed(&long, &[b"Test Using Larger Than Block-Size Key", b" - Hash Key First"])),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        );
    }
}
