//! Images beside articles. What a file is, is told by what is in it: its name may say anything.

use imagesize::{Compression, ImageType};
use serde::{Deserialize, Serialize};

/// The largest image that is kept, in megabytes.
pub const MAX_IMAGE_MB: u64 = 5;
/// The same in bytes.
pub const MAX_IMAGE_BYTES: usize = 5_000_000;
/// The most pixels of an image that is kept, in millions. Each takes four bytes where it is shown, however small the file
/// is.
pub const MAX_MEGAPIXELS: u64 = 25;

/// A kind of image that articles show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageKind {
    /// Portable Network Graphics.
    Png,
    /// JPEG.
    Jpeg,
    /// Graphics Interchange Format.
    Gif,
    /// WebP.
    Webp,
    /// AV1 Image File Format.
    Avif,
    /// Scalable Vector Graphics. It is shown as an image, so nothing in it runs; opened by itself it may do nothing.
    Svg,
}

/// Why a file is not kept as an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImageFault {
    /// There is nothing in it, or no file was chosen.
    Empty,
    /// It has more than [`MAX_IMAGE_MB`].
    TooLarge,
    /// It is something else than an image, or one of a kind that is not shown.
    NotAnImage,
    /// It begins like an image and does not go on like one.
    Damaged,
    /// It has more than [`MAX_MEGAPIXELS`].
    TooManyPixels,
}

impl ImageKind {
    /// The media types of all kinds (RFC 6838), as the attribute `accept` of HTML names them.
    pub const ACCEPTED: &str = "image/png,image/jpeg,image/gif,image/webp,image/avif,image/svg+xml";

    /// The kind of an image that may be kept, or why it may not.
    pub fn of(bytes: &[u8]) -> Result<Self, ImageFault> {
        if bytes.is_empty() {
            return Err(ImageFault::Empty);
        }
        if MAX_IMAGE_BYTES < bytes.len() {
            return Err(ImageFault::TooLarge);
        }
        let Some(kind) = Self::of_pixels(bytes) else {
            return if is_svg(bytes) { Ok(Self::Svg) } else { Err(ImageFault::NotAnImage) };
        };
        let size = imagesize::blob_size(bytes).map_err(|_| ImageFault::Damaged)?;
        match (size.width as u64).saturating_mul(size.height as u64) {
            0 => Err(ImageFault::Damaged),
            pixels if MAX_MEGAPIXELS * 1_000_000 < pixels => Err(ImageFault::TooManyPixels),
            _ => Ok(kind),
        }
    }

    /// Its media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Gif => "image/gif",
            Self::Webp => "image/webp",
            Self::Avif => "image/avif",
            Self::Svg => "image/svg+xml",
        }
    }

    /// What the names of its files end in.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Gif => "gif",
            Self::Webp => "webp",
            Self::Avif => "avif",
            Self::Svg => "svg",
        }
    }

    /// One that is made of pixels, by how it begins.
    fn of_pixels(bytes: &[u8]) -> Option<Self> {
        match imagesize::image_type(bytes).ok()? {
            ImageType::Png => Some(Self::Png),
            ImageType::Jpeg => Some(Self::Jpeg),
            ImageType::Gif => Some(Self::Gif),
            ImageType::Webp => Some(Self::Webp),
            ImageType::Heif(Compression::Av1) => Some(Self::Avif),
            _ => None,
        }
    }
}

impl ImageFault {
    /// Every fault.
    pub const ALL: [Self; 5] =
        [Self::Empty, Self::TooLarge, Self::NotAnImage, Self::Damaged, Self::TooManyPixels];

    /// The word for it in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLarge => "too_large",
            Self::NotAnImage => "not_an_image",
            Self::Damaged => "damaged",
            Self::TooManyPixels => "too_many_pixels",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fault| fault.as_str() == text)
    }
}

/// Whether it is XML with the root `svg`. Before the root there may be a byte order mark, a declaration, comments and a
/// document type. HTML in which an image is drawn has another root.
fn is_svg(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    while let Some(end) = end_of_prologue(rest) {
        let Some((_, after)) = rest.split_once(end) else { return false };
        rest = after.trim_start();
    }
    let after = rest.strip_prefix("<svg");
    after.is_some_and(|after| after.starts_with(|next: char| next.is_whitespace() || ">/:".contains(next)))
}

/// What ends the declaration, comment or document type that some XML begins with; none at the root.
fn end_of_prologue(xml: &str) -> Option<&'static str> {
    if xml.starts_with("<?") {
        Some("?>")
    } else if xml.starts_with("<!--") {
        Some("-->")
    } else if xml.strip_prefix("<!DOCTYPE").is_some_and(|name| name.trim_start().starts_with("svg")) {
        // A list of entities in brackets may hold the sign that ends it otherwise.
        let has_list = xml.split('>').next().is_some_and(|head| head.contains('['));
        Some(if has_list { "]>" } else { ">" })
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The head of a PNG file (ISO/IEC 15948, section 11.2.2).
    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        bytes.extend(width.to_be_bytes());
        bytes.extend(height.to_be_bytes());
        bytes.extend([8, 6, 0, 0, 0, 1, 2, 3, 4]);
        bytes
    }

    fn jpeg(width: u16, height: u16) -> Vec<u8> {
        let mut bytes = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xc0\0\x11\x08".to_vec();
        bytes.extend(height.to_be_bytes());
        bytes.extend(width.to_be_bytes());
        bytes.extend([3; 12]);
        bytes
    }

    fn gif(width: u16, height: u16) -> Vec<u8> {
        let mut bytes = b"GIF89a".to_vec();
        bytes.extend(width.to_le_bytes());
        bytes.extend(height.to_le_bytes());
        bytes.extend([0; 8]);
        bytes
    }

    fn webp(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = b"RIFF\x40\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0".to_vec();
        bytes.extend(&(width - 1).to_le_bytes()[..3]);
        bytes.extend(&(height - 1).to_le_bytes()[..3]);
        bytes.extend([0; 8]);
        bytes
    }

    fn avif(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = b"\0\0\0\x18ftypavif\0\0\0\0avifmif1".to_vec();
        bytes.extend(b"\0\0\0\x38meta\0\0\0\0\0\0\0\x24iprp\0\0\0\x1cipco\0\0\0\x14ispe\0\0\0\0");
        bytes.extend(width.to_be_bytes());
        bytes.extend(height.to_be_bytes());
        bytes
    }

    fn padded(mut bytes: Vec<u8>, length: usize) -> Vec<u8> {
        bytes.resize(length, 0);
        bytes
    }

    #[track_caller]
    fn check(bytes: impl AsRef<[u8]>, expected: Result<ImageKind, ImageFault>) {
        assert_eq!(ImageKind::of(bytes.as_ref()), expected);
    }

    #[test]
    fn each_kind_is_known_by_what_is_in_it() {
        check(png(640, 480), Ok(ImageKind::Png));
        check(jpeg(640, 480), Ok(ImageKind::Jpeg));
        check(gif(640, 480), Ok(ImageKind::Gif));
        check(webp(640, 480), Ok(ImageKind::Webp));
        check(avif(640, 480), Ok(ImageKind::Avif));
        for svg in [
            "<svg xmlns='http://www.w3.org/2000/svg'/>",
            "\u{feff}<?xml version='1.0'?>\n<!-- a <b> -->\n<svg>",
            "<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'x'>\n<svg width='1'>",
            "<!DOCTYPE svg [<!ENTITY a 'b'>]>\n<svg\n>",
            "<svg:svg xmlns:svg='http://www.w3.org/2000/svg'/>",
        ] {
            check(svg, Ok(ImageKind::Svg));
        }
    }

    #[test]
    fn a_file_of_another_kind_is_none_whatever_its_name() {
        let program = padded(b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0".to_vec(), 4096);
        check(program, Err(ImageFault::NotAnImage));
        for text in [
            "<!DOCTYPE html><html><body><svg></svg><script>alert(1)</script></body></html>",
            "<html>\n<svg>",
            "<svgx>",
            "<?xml version='1.0'",
            "<!-- <svg>",
            "Ceci n’est pas une image.",
            "%PDF-1.7 and more than twelve bytes",
        ] {
            check(text, Err(ImageFault::NotAnImage));
        }
        // Pictures and films of kinds that not every browser shows.
        check(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", Err(ImageFault::NotAnImage));
        check(b"\0\0\0\x18ftypisom\0\0\0\0isomiso2", Err(ImageFault::NotAnImage));
        check(b"II*\0\x08\0\0\0\0\0\0\0\0\0\0\0", Err(ImageFault::NotAnImage));
    }

    #[test]
    fn a_head_that_breaks_off_is_damaged() {
        for whole in [png(9, 9), jpeg(9, 9), webp(9, 9), avif(9, 9)] {
            check(&whole[..20], Err(ImageFault::Damaged));
        }
        check(&png(9, 9)[..6], Err(ImageFault::NotAnImage));
        check(png(0, 9), Err(ImageFault::Damaged));
        check(b"", Err(ImageFault::Empty));
    }

    #[test]
    fn the_limits_are_kept_to_the_byte_and_the_pixel() {
        check(padded(png(9, 9), MAX_IMAGE_BYTES), Ok(ImageKind::Png));
        check(padded(png(9, 9), MAX_IMAGE_BYTES + 1), Err(ImageFault::TooLarge));
        check(png(5_000, 5_000), Ok(ImageKind::Png));
        check(png(5_000, 5_001), Err(ImageFault::TooManyPixels));
        check(png(u32::MAX, u32::MAX), Err(ImageFault::TooManyPixels));
        check(jpeg(u16::MAX, u16::MAX), Err(ImageFault::TooManyPixels));
        assert_eq!(MAX_IMAGE_MB * 1_000_000, MAX_IMAGE_BYTES as u64);
    }

    #[test]
    fn words_are_read_back_and_every_kind_is_accepted() {
        for fault in ImageFault::ALL {
            assert_eq!(ImageFault::parse(fault.as_str()), Some(fault));
        }
        use ImageKind as K;
        let kinds = [K::Png, K::Jpeg, K::Gif, K::Webp, K::Avif, K::Svg];
        assert_eq!(kinds.map(K::media_type).join(","), K::ACCEPTED);
    }

    proptest! {
        #[test]
        fn whatever_is_sent_is_told_without_a_panic(
            kind in 0..5_usize,
            cut in 0..64_usize,
            bytes in proptest::collection::vec(any::<u8>(), 0..200),
        ) {
            let heads = [png(9, 9), jpeg(9, 9), gif(9, 9), webp(9, 9), avif(9, 9)];
            let head = &heads[kind][..cut.min(heads[kind].len())];
            let _ = ImageKind::of(&[head, bytes.as_slice()].concat());
            let _ = ImageKind::of(&bytes);
        }
    }
}
