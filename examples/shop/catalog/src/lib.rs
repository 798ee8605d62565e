//! What the shop sells: four products, and two keys that show how a look-up fails.

wit_bindgen::generate!({ world: "catalog-service", path: "../wit/shop.wit" });

use exports::shop::checkout::catalog::{Guest, LookupError};
use shop::checkout::types::{Currency, Money, Product, Sku, Traits};

struct Catalog;

#[allow(clippy::too_many_arguments)]
fn product(sku: &str, title: &str, amount: i64, currency: Currency, grade: char, traits: Traits, weight: Option<f64>, stock: u32, tags: &[&str]) -> Product {
    Product {
        sku: sku.into(),
        title: title.into(),
        price: Money { amount, currency },
        grade,
        traits,
        weight,
        stock,
        tags: tags.iter().map(|&tag| tag.into()).collect(),
    }
}

fn products() -> [Product; 4] {
    use Currency::{Eur, Usd};
    [
        product("tea-01", "Green tea ☕", 450, Eur, 'A', Traits::PERISHABLE, Some(0.125), 40, &["tea", "loose"]),
        product("mug-07", "Stoneware mug", 1290, Eur, 'B', Traits::FRAGILE, Some(0.38), 12, &["kitchen"]),
        product("gin-02", "Sloe gin", 2890, Eur, 'A', Traits::FRAGILE | Traits::AGE_RESTRICTED, Some(1.2), 3, &[]),
        product("pdf-99", "Brewing guide (PDF)", 700, Usd, '★', Traits::DIGITAL, None, u32::MAX, &["book", "tea"]),
    ]
}

impl Guest for Catalog {
    fn lookup(sku: Sku) -> Result<Product, LookupError> {
        match sku.as_str() {
            "tea-00" => Err(LookupError::Retired((2024, 11))),
            "offline" => Err(LookupError::Unavailable),
            _ => products().into_iter().find(|p| p.sku == sku).ok_or(LookupError::NotFound(sku)),
        }
    }

    fn search(text: String, having: Traits) -> Vec<Product> {
        let text = text.to_ascii_lowercase();
        products().into_iter().filter(|p| p.title.to_ascii_lowercase().contains(&text) && p.traits.contains(having)).collect()
    }

    fn shelf() -> Vec<(Sku, u32)> {
        products().into_iter().map(|p| (p.sku, p.stock)).collect()
    }
}

export!(Catalog);
