package apps.contract;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/** A request as its server has read it. */
public interface Request {
    InputStream body() throws IOException;

    /** The parameters of the query, repeated names in order. */
    Map<String, List<String>> query();

    /** The fields of a URL-encoded body, repeated names in order. */
    Map<String, List<String>> form() throws IOException;

    /** What a multipart body has; throws a Refusal where it is no form. */
    Counts parts() throws IOException;
}
