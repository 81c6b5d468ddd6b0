//! `record!`: a struct whose fields are the keys of a map.
//!
//! Part of: the schema. One list of keys gives the struct, its reader with every finding, and its JSON Schema.

/// A map with known keys. Each field is optional to read; `= required` ones are missed aloud.
macro_rules! record {
    ($(#[$doc:meta])* $name:ident: $what:literal {
        $($(#[$about:meta])* $key:literal $field:ident: $type:ty $(= $required:ident)?,)*
    }) => {
        #[derive(Clone, Debug, Default, PartialEq, schemars::JsonSchema)]
        $(#[$doc])*
        #[schemars(deny_unknown_fields)]
        pub(crate) struct $name {
            $($(#[$about])* #[schemars(rename = $key)] $(#[schemars($required)])? pub(crate) $field: Option<$type>,)*
        }

        impl $name {
            /// Its keys, in the order of the schema.
            pub(crate) const KEYS: &'static [&'static str] = &[$($key,)*];

            /// Reads the entries that it knows; gives the others.
            pub(crate) fn take<'v>(
                entries: &'v [$crate::describe::yaml::Entry],
                to: &mut $crate::describe::schema::read::Reader<'_>,
            ) -> (Self, Vec<&'v $crate::describe::yaml::Entry>) {
                let mut this = Self::default();
                let strays = entries.iter().filter(|e| !this.put(&e.key, &e.value, to)).collect();
                (this, strays)
            }

            /// Reads the value of a key, where there is such a key.
            fn put(
                &mut self,
                key: &str,
                value: &$crate::describe::yaml::Value,
                to: &mut $crate::describe::schema::read::Reader<'_>,
            ) -> bool {
                match key {
                    $($key => {
                        to.keys.push($key);
                        self.$field = $crate::describe::schema::read::Read::read(value, to);
                        to.keys.pop();
                    })*
                    _ => return false,
                }
                true
            }

            /// Says which entries have no such key. Where a key is plainly mistyped it is read as it was meant, so
            /// that nothing else is found to be missing because of it.
            pub(crate) fn reject(
                &mut self,
                strays: &[&$crate::describe::yaml::Entry],
                to: &mut $crate::describe::schema::read::Reader<'_>,
            ) {
                for entry in strays {
                    match to.unknown_key(entry, Self::KEYS, $what) {
                        $(Some($key) if self.$field.is_none() => {
                            self.put($key, &entry.value, to);
                        })*
                        _ => {}
                    }
                }
            }

            /// Says which keys are missing.
            pub(crate) fn require(
                &self,
                value: &$crate::describe::yaml::Value,
                to: &mut $crate::describe::schema::read::Reader<'_>,
            ) {
                let missing: &[(&str, bool, &str)] =
                    &[$($(($key, self.$field.is_none(), stringify!($required)),)?)*];
                for (key, _, _) in missing.iter().filter(|(_, is_missing, _)| *is_missing) {
                    if value.get(key).is_none_or(|v| v.data == $crate::describe::yaml::Data::Null) {
                        to.missing_key(value.span, key, $what);
                    }
                }
            }
        }

        impl $crate::describe::schema::read::Read for $name {
            fn what() -> String {
                $what.to_owned()
            }

            fn fits(value: &$crate::describe::yaml::Value) -> bool {
                matches!(value.data, $crate::describe::yaml::Data::Map(_))
            }

            fn read(
                value: &$crate::describe::yaml::Value,
                to: &mut $crate::describe::schema::read::Reader<'_>,
            ) -> Option<Self> {
                use $crate::describe::yaml::Data;
                match &value.data {
                    Data::Map(entries) => {
                        let (mut this, strays) = Self::take(entries, to);
                        this.reject(&strays, to);
                        this.require(value, to);
                        Some(this)
                    }
                    Data::Null => {
                        let this = Self::default();
                        this.require(value, to);
                        Some(this)
                    }
                    _ => {
                        to.wrong_type(value, concat!("a map: ", $what));
                        None
                    }
                }
            }
        }
    };
}

pub(crate) use record;
