package apps.httpserver;

import apps.contract.Counts;
import apps.contract.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads multipart forms (RFC 7578) that are there as a whole; the JDK has no reader. */
final class MultipartForm {
    private static final Pattern BOUNDARY = Pattern.compile(
            "multipart/form-data\\s*;.*?boundary=(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70})).*", Pattern.CASE_INSENSITIVE);
    private static final Pattern DISPOSITION =
            Pattern.compile("(?:^|\r\n)content-disposition:\\s*form-data\\s*;(.*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern FILE_NAME = Pattern.compile(";?\\s*filename\\*?=", Pattern.CASE_INSENSITIVE);
    private static final byte[] HEADERS_END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final byte[] body;
    private final byte[] delimiter;

    private MultipartForm(byte[] body, String boundary) {
        this.body = body;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    }

    static Counts count(String contentType, byte[] body) {
        Matcher boundary = BOUNDARY.matcher(contentType == null ? "" : contentType);
        if (!boundary.matches()) {
            throw Refusal.malformed("the body is no multipart form with a boundary");
        }
        return new MultipartForm(body, boundary.group(boundary.group(1) == null ? 2 : 1)).count();
    }

    private Counts count() {
        Counts counts = Counts.NONE;
        int begin = afterFirstDelimiter();
        while (!isClosed(begin)) {
            int headersEnd = find(HEADERS_END, begin);
            int contentBegin = headersEnd + HEADERS_END.length;
            int end = find(delimiter, contentBegin);
            Matcher disposition = DISPOSITION.matcher(text(begin, headersEnd));
            if (!disposition.find()) {
                throw Refusal.malformed("a part of the form has no name");
            }
            boolean isFile = FILE_NAME.matcher(disposition.group(1)).find();
            counts = isFile ? counts.withFile(end - contentBegin) : counts.withField();
            begin = end + delimiter.length;
        }
        return counts;
    }

    private int afterFirstDelimiter() {
        int lineEnd = 2; // the body may begin with the delimiter, without the line end before it
        boolean isAtOnce = body.length >= delimiter.length - lineEnd
                && Arrays.equals(body, 0, delimiter.length - lineEnd, delimiter, lineEnd, delimiter.length);
        return isAtOnce ? delimiter.length - lineEnd : find(delimiter, 0) + delimiter.length;
    }

    private boolean isClosed(int position) {
        return position + 1 < body.length && body[position] == '-' && body[position + 1] == '-';
    }

    private String text(int begin, int end) {
        return new String(body, begin, end - begin, StandardCharsets.UTF_8);
    }

    private int find(byte[] wanted, int from) {
        int length = wanted.length;
        for (int start = from; start <= body.length - length; start++) {
            if (body[start] == wanted[0] && Arrays.equals(body, start, start + length, wanted, 0, length)) {
                return start;
            }
        }
        throw Refusal.malformed("the multipart form ends too early");
    }
}
