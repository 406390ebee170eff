// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.documents;

import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.impl.DefinitionKey;
import com.github.victools.jsonschema.generator.naming.DefaultSchemaDefinitionNamingStrategy;
import java.util.Locale;
import java.util.Map;

/**
 * The names of schemas: a record's own. Where several records share one, it belongs to the record whose feature it says
 * ({@code TokenAnswer} of {@code tokens}); the others have theirs before it ({@code OidcTokenAnswer}), so that no name
 * depends on which routes there are besides. Clients are generated from them.
 */
final class SchemaNames extends DefaultSchemaDefinitionNamingStrategy {
    @Override
    public void adjustDuplicateNames(Map<DefinitionKey, String> names, SchemaGenerationContext context) {
        names.replaceAll((key, name) -> unique(key.getType().getErasedType(), name));
    }

    private static String unique(Class<?> type, String name) {
        Class<?> outer = type.getEnclosingClass();
        if (outer != null) {
            return outer.getSimpleName() + name;
        }
        String feature = type.getPackageName().substring(type.getPackageName().lastIndexOf('.') + 1);
        String one = feature.endsWith("s") ? feature.substring(0, feature.length() - 1) : feature;
        return name.toLowerCase(Locale.ROOT).startsWith(one) ? name : title(feature) + name;
    }

    private static String title(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
