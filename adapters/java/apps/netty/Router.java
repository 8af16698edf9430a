package apps.netty;

import apps.contract.Route;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds a path's route; Netty has no router. */
final class Router {
    private final Map<String, Route> fixed = new HashMap<>();
    private final List<Route> patterns;

    Router(List<Route> routes) {
        for (Route route : routes) {
            fixed.put(route.prefix(), route);
        }
        patterns = routes.stream().filter(route -> !route.names().isEmpty()).toList();
    }

    Optional<Route> route(String path) {
        Route route = fixed.get(path);
        return route != null
                ? Optional.of(route)
                : patterns.stream().filter(pattern -> path.startsWith(pattern.prefix())).findFirst();
    }
}
