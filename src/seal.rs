//! People's words at rest: XChaCha20-Poly1305 under a random key per partner, which the master key wraps.
//!
//! Every sealed value is bound to the row it belongs to ([`Bound`]), so that one moved to another row does not open, and is padded to
//! 64 bytes, so that its length says little. Nothing here is ever seeded: keys and nonces come from the operating system.

mod master;

use std::fmt;

use chacha20poly1305::aead::{Aead as _, AeadInPlace as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use crate::ids::{CoupleId, EntryId, PartnerId};
pub use master::{MasterKey, MasterKeyError};

/// The form of what is sealed; the first byte of it, and part of what it is bound to.
const VERSION: u8 = 1;
const NONCE: usize = 24;
const TAG: usize = 16;
const BLOCK: usize = 64;

/// A key. No `Debug`, no `Display`; its memory is wiped when it is dropped.
#[derive(Clone)]
pub struct Key(Zeroizing<[u8; 32]>);

/// Why something could not be sealed or opened. Carries nothing of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The operating system gave no random bytes.
    #[error("the operating system gave no random bytes")]
    NoRandomness,
    /// Changed, cut, from another row, or sealed with another key.
    #[error("what was sealed does not open: it was changed or moved, or another key sealed it")]
    DoesNotOpen,
    /// Too long to be sealed (4 GiB).
    #[error("too long to be sealed")]
    TooLong,
}

/// The row that a sealed value belongs to; it opens nowhere else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// What an entry says, and whether both may read it: neither the row nor its standing can be swapped.
    Entry {
        /// The pairing.
        couple: CoupleId,
        /// Its author.
        partner: PartnerId,
        /// The entry.
        entry: EntryId,
        /// Whether it is open to both.
        open: bool,
    },
    /// The text of an outbox row.
    Body(i64),
    /// The reply handle of an outbox row.
    Reply(i64),
    /// A partner's key, wrapped.
    PartnerKey(CoupleId, PartnerId),
    /// The outbox's key, wrapped.
    OutboxKey,
    /// The key of a Matrix device's folder, wrapped.
    DeviceKey,
    /// The session of a Matrix device.
    DeviceSession,
    /// The text by which a wrong master key is noticed at the start.
    Check,
}

impl Bound {
    fn bytes(self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(32);
        bytes.push(VERSION);
        let mut number = |of: &[u8]| bytes.extend_from_slice(of);
        match self {
            Bound::Entry { couple, partner, entry, open } => {
                number(b"entry");
                number(&couple.0.to_be_bytes());
                number(&[partner.number(), u8::from(open)]);
                number(&entry.0.to_be_bytes());
            }
            Bound::Body(row) => {
                number(b"body");
                number(&row.to_be_bytes());
            }
            Bound::Reply(row) => {
                number(b"reply");
                number(&row.to_be_bytes());
            }
            Bound::PartnerKey(couple, partner) => {
                number(b"partner key");
                number(&couple.0.to_be_bytes());
                number(&[partner.number()]);
            }
            Bound::OutboxKey => number(b"outbox key"),
            Bound::DeviceKey => number(b"device key"),
            Bound::DeviceSession => number(b"device session"),
            Bound::Check => number(b"check"),
        }
        bytes
    }
}

impl Key {
    /// A new key, from the operating system.
    pub fn random() -> Result<Key, SealError> {
        let mut bytes = Zeroizing::new([0; 32]);
        getrandom::fill(bytes.as_mut_slice()).map_err(|_| SealError::NoRandomness)?;
        Ok(Key(bytes))
    }

    /// The key itself, for a library that seals by its own means. Whoever calls this answers for where it goes.
    pub fn reveal(&self) -> &[u8; 32] {
        &self.0
    }

    /// Seals `plain` for the row `bound`. The same text never gives the same bytes twice.
    pub fn seal(&self, bound: Bound, plain: &[u8]) -> Result<Vec<u8>, SealError> {
        let length = u32::try_from(plain.len()).map_err(|_| SealError::TooLong)?;
        let mut nonce = [0; NONCE];
        getrandom::fill(&mut nonce).map_err(|_| SealError::NoRandomness)?;

        // Encrypted where it stands, in a buffer that never moves: no copy of the text stays behind.
        let begin = 1 + NONCE;
        let end = begin + (4 + plain.len()).next_multiple_of(BLOCK);
        let mut out = Vec::with_capacity(end + TAG);
        out.push(VERSION);
        out.extend_from_slice(&nonce);
        out.extend_from_slice(&length.to_be_bytes());
        out.extend_from_slice(plain);
        out.resize(end, 0);
        let tag = self
            .cipher()
            .encrypt_in_place_detached(XNonce::from_slice(&nonce), &bound.bytes(), &mut out[begin..])
            .map_err(|_| SealError::TooLong)?;
        out.extend_from_slice(&tag);
        Ok(out)
    }

    /// Opens what [`Key::seal`] made for the same row with the same key; nothing else opens.
    pub fn open(&self, bound: Bound, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let (VERSION, rest) = sealed.split_first().map(|(v, rest)| (*v, rest)).ok_or(SealError::DoesNotOpen)? else {
            return Err(SealError::DoesNotOpen);
        };
        let (nonce, msg) = rest.split_at_checked(NONCE).ok_or(SealError::DoesNotOpen)?;
        let payload = Payload { msg, aad: &bound.bytes() };
        let padded = self
            .cipher()
            .decrypt(XNonce::from_slice(nonce), payload)
            .map(Zeroizing::new)
            .map_err(|_| SealError::DoesNotOpen)?;
        let (length, text) = padded.split_first_chunk::<4>().ok_or(SealError::DoesNotOpen)?;
        let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| SealError::DoesNotOpen)?;
        let text = text.get(..length).ok_or(SealError::DoesNotOpen)?;
        Ok(Zeroizing::new(text.to_vec()))
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(self.0.as_slice().into())
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(not shown)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENTRY: Bound = Bound::Entry { couple: CoupleId(1), partner: PartnerId::One, entry: EntryId(1), open: false };

    #[test]
    fn what_is_sealed_opens_in_its_own_row_only() {
        let key = Key::random().unwrap();
        let sealed = key.seal(ENTRY, b"a cup of tea").unwrap();
        assert_eq!(key.open(ENTRY, &sealed).unwrap().as_slice(), b"a cup of tea");

        let entry = |couple, partner, entry, open| Bound::Entry {
            couple: CoupleId(couple),
            partner,
            entry: EntryId(entry),
            open,
        };
        for elsewhere in [
            entry(2, PartnerId::One, 1, false),
            entry(1, PartnerId::Two, 1, false),
            entry(1, PartnerId::One, 2, false),
            entry(1, PartnerId::One, 1, true),
            Bound::Body(1),
            Bound::Reply(1),
        ] {
            assert_eq!(key.open(elsewhere, &sealed).unwrap_err(), SealError::DoesNotOpen);
        }
        assert_eq!(Key::random().unwrap().open(ENTRY, &sealed).unwrap_err(), SealError::DoesNotOpen);
    }

    #[test]
    fn every_flipped_bit_and_every_cut_is_noticed() {
        let key = Key::random().unwrap();
        let sealed = key.seal(ENTRY, b"a cup of tea").unwrap();
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(key.open(ENTRY, &changed).is_err(), "byte {at}");
            assert!(key.open(ENTRY, &sealed[..at]).is_err(), "cut at {at}");
        }
    }

    #[test]
    fn lengths_are_hidden_in_steps_of_a_block_and_nothing_repeats() {
        let key = Key::random().unwrap();
        let length = |text: &[u8]| key.seal(ENTRY, text).unwrap().len();
        assert_eq!(length(b""), length(&[b'x'; 60]));
        assert_eq!(length(&[b'x'; 60]) + 64, length(&[b'x'; 61]));
        assert_ne!(key.seal(ENTRY, b"x").unwrap(), key.seal(ENTRY, b"x").unwrap());
        for length in [0, 1, 59, 60, 61, 5_000] {
            let text = vec![7; length];
            let sealed = key.seal(ENTRY, &text).unwrap();
            assert_eq!(*key.open(ENTRY, &sealed).unwrap(), text);
        }
    }

    #[test]
    fn no_key_shows_itself() {
        assert_eq!(format!("{:?}", Key::random().unwrap()), "Key(not shown)");
    }
}
