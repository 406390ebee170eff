// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.documents;

import dev.stagedoor.http.Route;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The sections of the reference, one for each feature, in the order in which a newcomer needs them. */
final class Sections {
    private static final Map<String, String> ABOUT = about();

    private Sections() {}

    private static Map<String, String> about() {
        Map<String, String> about = new LinkedHashMap<>();
        about.put("Tokens", "Access tokens for one room, for one user.");
        about.put("Calls", "A token and an agent in one request, and the rooms that came of it.");
        about.put("Dispatches", "What became of each agent that was sent for.");
        about.put("Agents", "The agents that a tenant's calls may have.");
        about.put("Users", "Who may no longer enter a tenant's rooms.");
        about.put("Credentials", "A tenant's own LiveKit project and webhook secrets.");
        about.put("API keys", "The keys of backends, pages and operators.");
        about.put("Tenants", "Customers, with their policies. For operators.");
        about.put("Deleted tenants", "The receipts of deletions. For operators.");
        about.put("Shared servers", "LiveKit servers that several tenants may use. For operators.");
        about.put("Audit", "The chain of everything that was granted and changed.");
        about.put("Platform", "Health, metrics, version and this reference.");
        return about;
    }

    /** The section of a route, named after its feature. */
    static String of(Route<?> route) {
        String tag = route.operation().tag();
        return switch (tag) {
            case "api_key", "operator_key" -> "API keys";
            case "documents", "health", "metrics", "version" -> "Platform";
            case "dispatch" -> "Dispatches";
            case "audit", "usage" -> title(tag);
            default -> title(tag) + 's';
        };
    }

    /** The sections that these routes are in, in order. */
    static List<String> of(List<Route<?>> routes) {
        List<String> known = List.copyOf(ABOUT.keySet());
        return routes.stream()
                .map(Sections::of)
                .distinct()
                .sorted((one, other) -> {
                    int place = Integer.compare(place(known, one), place(known, other));
                    return place == 0 ? one.compareTo(other) : place;
                })
                .toList();
    }

    /** What a section is about; "" if that is not known. */
    static String about(String section) {
        return ABOUT.getOrDefault(section, "");
    }

    private static int place(List<String> known, String section) {
        int place = known.indexOf(section);
        return place < 0 ? known.indexOf("Audit") : place;
    }

    private static String title(String tag) {
        String words = tag.replace('_', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
