// A runner for evenloop in Go: the protocol of docs/writing-a-runner.md over stdin and stdout.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"math"
	"os"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"unicode/utf8"
)

var (
	version   = strings.TrimPrefix(runtime.Version(), "go")
	workloads = map[string]func(*kit) error{"timers.sleep_loop": openSleepLoop, "io_fanout.tcp_echo": openEcho}
)

func main() {
	if os.Args[1] == "--version" {
		os.Stdout.WriteString(version + " go\n")
		return
	}
	var schema object
	content, err := os.ReadFile(os.Args[1])
	if err = errors.Join(err, json.Unmarshal(content, &schema)); err != nil {
		panic(err)
	}
	lines, out, s := make(chan string), json.NewEncoder(os.Stdout), session{state: "hello", schema: schema}
	go func() {
		for line := range lines {
			out.Encode(s.answer(line)) // who reads no answer closes stdin, too
		}
	}()
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		lines <- in.Text()
	}
	// The end of stdin ends the process, also in the middle of a round.
}

type session struct {
	state                      string // hello, ready, prepared or finished
	schema                     object
	kit                        *kit
	rounds, operations, events int
}

func (s *session) answer(line string) object {
	var m object
	if json.Unmarshal([]byte(line), &m) != nil || !utf8.ValidString(line) || !s.schema.admits(map[string]any(m)) {
		return object{"kind": "refused", "id": nil, "code": "bad-message", "reason": "no message of the harness is like this"}
	}
	reply, err := s.carryOut(m)
	if err != nil {
		reply = object{"kind": "failed", "code": "error", "message": err.Error(), "definite": false}
	}
	reply["id"] = m["id"]
	return reply
}

func refused(code, reason string) (object, error) {
	return object{"kind": "refused", "code": code, "reason": reason}, nil
}

func (s *session) carryOut(m object) (object, error) {
	switch kind := m.text("kind"); s.state + " " + kind {
	case "hello hello":
		if m.number("protocol") != 1 {
			return refused("unsupported", "this runner speaks protocol 1")
		}
		s.state = "ready"
		return ready(), nil
	case "ready clock", "prepared clock", "finished clock":
		return object{"kind": "clock", "nowNs": now()}, nil
	case "ready prepare":
		return s.prepare(m)
	case "prepared round":
		return s.round(m)
	case "prepared finish":
		s.state = "finished"
		s.kit.close()
		return object{"kind": "finished", "totals": object{"rounds": s.rounds, "slices": 0, "operations": s.operations, "events": s.events}}, nil
	default:
		return refused("bad-state", kind+" cannot come now")
	}
}

func ready() object {
	executable, _ := os.Executable()
	scenarios := []object{}
	for id := range workloads {
		scenarios = append(scenarios, object{"id": id, "styles": []string{"goroutines"}})
	}
	return object{
		"kind": "ready", "protocol": 1, "scenarios": scenarios, "capabilities": []string{},
		"runner":  object{"id": "go", "version": "0.1.0", "homepage": ""},
		"runtime": object{"name": "go", "version": version, "loop": "Go scheduler", "implementation": "go", "executable": executable},
		"clock":   object{"name": "CLOCK_MONOTONIC", "resolutionNs": 1, "epochNs": nil},
	}
}

func (s *session) prepare(m object) (object, error) {
	open, known := workloads[m.text("scenario")]
	if !known || m["style"] != "goroutines" {
		return refused("unsupported", "there is no such workload")
	}
	k := newKit(m)
	if err := open(k); err != nil {
		return refused("bad-params", err.Error())
	}
	s.state, s.kit = "prepared", k
	return object{"kind": "prepared", "endpoints": k.published}, nil
}

func (s *session) round(m object) (object, error) {
	s.kit.begin(m)
	used, start := measure(), now()
	operations, err := s.kit.work()
	end, resources := now(), used()
	s.kit.level = "none"
	counts, digests := s.kit.form()
	samples, events, failure := s.kit.segments()
	s.rounds, s.operations, s.events = s.rounds+1, s.operations+operations, s.events+len(s.kit.keys)
	return object{
		"kind": "rounded", "round": m["round"], "startNs": start, "endNs": end, "operations": operations, "counts": counts,
		"digests": digests, "samples": samples, "events": events, "resources": resources,
	}, errors.Join(err, failure)
}

type object map[string]any

func (o object) of(name string) object   { field, _ := o[name].(map[string]any); return field }
func (o object) list(name string) []any  { list, _ := o[name].([]any); return list }
func (o object) text(name string) string { text, _ := o[name].(string); return text }
func (o object) number(name string) int  { return int(o.bound(name, 0)) }
func (o object) bound(name string, otherwise float64) float64 {
	if number, ok := o[name].(float64); ok {
		return number
	}
	return otherwise
}

// admits answers whether a value keeps a schema. Sizes are those of numbers, texts and lists.
func (o object) admits(value any) bool {
	if choices := o.list("anyOf"); choices != nil {
		return slices.ContainsFunc(choices, func(choice any) bool { return object(choice.(map[string]any)).admits(value) })
	}
	kind, size, isRight := "null", 0.0, true
	switch found := value.(type) {
	case string:
		kind, size = "string", float64(utf8.RuneCountInString(found))
		isRight = regexp.MustCompile(o.text("pattern")).MatchString(found)
	case float64:
		kind, size = "number", found
		isRight = o["type"] != "integer" || found == math.Trunc(found)
	case []any:
		kind, size = "array", float64(len(found))
		isRight = !slices.ContainsFunc(found, func(item any) bool { return !o.of("items").admits(item) })
	case map[string]any:
		kind, isRight = "object", o.admitsFields(found)
	case bool:
		kind = "boolean"
	}
	least, most := o.bound("minimum", o.bound("minLength", math.Inf(-1))), o.bound("maximum", o.bound("maxLength", o.bound("maxItems", math.Inf(1))))
	only, isOnly := o["const"]
	return isRight && (kind == o["type"] || kind == "number" && o["type"] == "integer") && size >= least && size <= most && (!isOnly || only == value)
}

func (o object) admitsFields(found object) bool {
	if slices.ContainsFunc(o.list("required"), func(name any) bool { _, isThere := found[name.(string)]; return !isThere }) {
		return false
	}
	for name, field := range found {
		schema, isName := o.of("properties").of(name), true
		for _, free := range o.of("patternProperties") { // By its pattern, which is one of ECMAScript, a name has 1 to 200 characters.
			schema, isName = free.(map[string]any), name != "" && utf8.RuneCountInString(name) <= 200
		}
		if !isName || schema != nil && !schema.admits(field) {
			return false
		}
	}
	return true
}
