package apps.contract;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Makes of a request, and of its path's parameters, the value that is answered as JSON. */
@FunctionalInterface
public interface Handler {
    Object answer(Request request, Map<String, List<String>> path) throws IOException;
}
